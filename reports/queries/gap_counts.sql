-- One row per site and gap (0 to 3) between how surely its claims of benefit or harm speak and what their best evidence
-- allows; only claims with a citation are held against it.
select
    site,
    gap,
    count(*) as claim_count
from strength_gap
group by site, gap
order by site, gap
