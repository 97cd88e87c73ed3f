-- One row per URL, run and record with more than one outcome.
-- Did every URL end in exactly one way per run and record?
-- severity: error
select
    run_id,
    url,
    record,
    count(*) as row_count
from core.outcomes
group by run_id, url, record
having count(*) > 1
