-- One row per run of which at least one file set is loaded.
-- Which runs are in the warehouse?
select distinct run_id
from loads
order by run_id
