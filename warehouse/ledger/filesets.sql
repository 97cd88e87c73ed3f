-- One row per file set that was loaded, in the order of the loads.
select fileset
from core.loads
order by load_number
