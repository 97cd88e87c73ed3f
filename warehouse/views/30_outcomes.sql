-- One row per URL, run and record: how it ended. An article whose very text an earlier run had seen is `unchanged`.
create or replace view outcomes as
select
    outcomes.url,
    outcomes.site,
    outcomes.run_id,
    case
        when outcomes.outcome = 'article' and versions.first_run_id <> outcomes.run_id then 'unchanged'
        else outcomes.outcome
    end as outcome,
    outcomes.reason,
    outcomes."at",
    outcomes.record,
    outcomes.article_id,
    outcomes.location,
    outcomes.directives
from core.outcomes
left join core.versions on outcomes.version_id = versions.version_id;
