-- One row per site whose last run was degraded: the unbroken spell of such runs that it ends.
-- Which sites do not look as they should, and since when?
with
spells as (
    select
        site,
        run_id,
        health,
        health_reason,
        count(*) filter (where health <> 'degraded') over (
            partition by site
            order by started_at, run_id
        ) as spell,
        count(*) filter (where health <> 'degraded') over (partition by site) as last_spell
    from runs
)

select
    site as subject,
    min(run_id) as fact,
    site,
    format('{} is degraded since {} ({} runs): {}', site, min(run_id), count(*), max_by(health_reason, run_id)) as text
from spells
where health = 'degraded' and spell = last_spell
group by site
order by site
