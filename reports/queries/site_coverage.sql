-- One row per site and week of crawling: what was asked for and seen, and whether the site's runs were well.
select
    site,
    cast(week as varchar) as week,
    run_count,
    asked_count,
    seen_count,
    new_count,
    edited_count,
    gone_count,
    failed_count,
    walled_count,
    robots_count,
    is_degraded,
    health_reason
from coverage
order by site, week desc
