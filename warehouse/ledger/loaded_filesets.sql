-- One row per file set that is in the warehouse.
select fileset
from core.loads
