-- One row per grade of support, the best first.
-- On what do claims stand, over all sites?
select
    support,
    count(*) as claim_count,
    count(*) / sum(count(*)) over () as claim_share
from claims
group by support
order by list_position(['traceable', 'named', 'vague', 'none'], support)
