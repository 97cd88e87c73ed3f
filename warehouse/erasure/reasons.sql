-- One row per reason of an outcome that names an address.
-- Which reasons are to be looked through for addresses that were asked to be forgotten?
select distinct reason
from core.outcomes
where contains(reason, '://')
