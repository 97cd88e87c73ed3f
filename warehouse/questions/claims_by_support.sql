-- One row per kind of claim and grade of support.
-- What do claims of each kind stand on?
select
    kind,
    support,
    count(*) as claim_count,
    count(*) / sum(count(*)) over (partition by kind) as share
from claims
group by kind, support
order by kind, claim_count desc, support
