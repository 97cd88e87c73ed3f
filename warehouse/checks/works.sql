-- One row per work, match or answer that is there twice, and per match that points to no work or has no answer.
-- Is every work, match and answer of a registry there once, and does every match have its work and its answer?
-- severity: error
with
repeated as (
    select
        'work' as relation,
        work_id as id
    from core.works
    union all
    select
        'match' as relation,
        source_id || ' with ' || work_id as id
    from core.source_works
    union all
    select
        'answer' as relation,
        source_id || ' of ' || registry as id
    from core.source_answers
)

select
    'twice' as what,
    relation,
    id
from repeated
group by relation, id
having count(*) > 1
union all
select
    'no work' as what,
    'match' as relation,
    work_id as id
from core.source_works
where work_id not in (select work_id from core.works)
union all
select
    'no answer' as what,
    'match' as relation,
    source_works.source_id as id
from core.source_works
left join core.source_answers
    on source_works.source_id = source_answers.source_id and source_works.registry = source_answers.registry
where source_answers.status is distinct from 'found'
