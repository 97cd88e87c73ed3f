-- One row per wording that opened a cluster before, said anew with other signs or capitals: it is where that is. Of a
-- frame that many share only some are compared, and the very same words must be found all the same.
insert into placed by name
select
    said,
    cluster_id,
    'wording' as method,
    1.0 as score,
    kind
from fresh_wordings
where cluster_id in (select cluster_id from core.claim_wordings);

delete from fresh_wordings
where said in (select said from placed);

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
