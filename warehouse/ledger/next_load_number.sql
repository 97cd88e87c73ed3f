-- One row: the number of the next load, counting up from 1.
select coalesce(max(load_number), 0) + 1 as load_number
from core.loads
