-- One row per wording of which the same words come earlier in this load, and the one that comes first.
create or replace temp table same_words as
with firsts as (
    select
        cluster_id,
        min_by(said, place) as said
    from fresh_wordings
    group by cluster_id
)

select
    wordings.said,
    firsts.said as first_said
from fresh_wordings as wordings
inner join firsts on wordings.cluster_id = firsts.cluster_id
where wordings.said <> firsts.said;

delete from fresh_wordings
where said in (select said from same_words);
