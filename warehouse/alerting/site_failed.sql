-- One row per site whose last run failed: the unbroken spell of failed runs that it ends.
-- Which sites fail, and since when?
with
spells as (
    select
        site,
        run_id,
        health,
        health_reason,
        count(*) filter (where health <> 'failed') over (
            partition by site
            order by started_at, run_id
        ) as spell,
        count(*) filter (where health <> 'failed') over (partition by site) as last_spell
    from runs
)

select
    site as subject,
    min(run_id) as fact,
    site,
    format('{} failed since {} ({} runs): {}', site, min(run_id), count(*), max_by(health_reason, run_id)) as text
from spells
where health = 'failed' and spell = last_spell
group by site
order by site
