-- One row per outcome and reason; what follows a reason's colon is left out where it holds a number
-- ("short: 31 words" counts under "short").
with reasons as (
    select
        outcome,
        url,
        case
            when regexp_matches(reason, '^[^:]+:.*[0-9]') then regexp_extract(reason, '^[^:]+')
            else reason
        end as reason
    from outcomes
)

select
    outcome,
    reason,
    count(*) as visit_count,
    count(distinct url) as address_count
from reasons
group by outcome, reason
order by visit_count desc, outcome, reason
