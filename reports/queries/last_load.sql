-- One row: when the last file set was loaded, or null.
select max(loaded_at) as last_loaded
from loads
