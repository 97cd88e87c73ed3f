-- One row per load of the file set $fileset: none or one.
select load_number
from core.loads
where fileset = $fileset
