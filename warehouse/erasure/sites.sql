-- One row per site that any load, run or outcome names.
-- Which sites are there, so that those that were asked to be forgotten can be told?
select site
from core.loads
where site is not null
union
select site
from core.runs
union
select site
from core.outcomes
