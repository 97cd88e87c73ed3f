-- One row per list of the register that claims are held against: how many entries it has.
select
    register,
    count(*) as entry_count
from food_health_claims
group by register
order by register
