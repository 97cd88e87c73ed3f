-- One row per run: its health and why.
-- How healthy was each run?
select
    run_id,
    site,
    health,
    health_reason
from runs
order by site, started_at, run_id
