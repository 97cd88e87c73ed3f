-- One row per wording of which the same words come earlier in this load, and the one that comes first.
create or replace temp table same_words as
select
    said,
    first_said
from (
    select
        said,
        first_value(said) over (partition by cluster_id order by place) as first_said
    from fresh_wordings
) as numbered
where said <> first_said;

delete from fresh_wordings
where said in (select said from same_words);
