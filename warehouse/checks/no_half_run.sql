-- One row per run or reading whose load is not on record, and per load without a trace of its run.
-- Did every row come with a load that is on record, and did every load leave the outcomes of its run?
-- severity: error
select
    'outcomes without a load' as what,
    run_id,
    count(*) as row_count
from core.outcomes
where run_id not in (select run_id from core.loads)
group by run_id
union all
select
    'run without a load' as what,
    run_id,
    count(*) as row_count
from core.runs
where run_id not in (select run_id from core.loads)
group by run_id
union all
select
    'load without outcomes' as what,
    run_id,
    count(*) as row_count
from core.loads
where page_count > 0 and run_id not in (select run_id from core.outcomes)
group by run_id
union all
select
    'readings without a load' as what,
    'load ' || load_number as run_id,
    count(*) as row_count
from core.readings
where load_number not in (select load_number from core.loads)
group by load_number
