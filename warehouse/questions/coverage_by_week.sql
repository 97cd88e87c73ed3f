-- One row per site and week of crawling.
-- How much of what was asked for did each week's crawls see, and which weeks should no trend be built on?
select
    site,
    week,
    run_count,
    asked_count,
    seen_count,
    seen_share,
    failed_count,
    failed_share,
    article_count,
    new_count,
    edited_count,
    not_due_count,
    case
        when run_count = 0 then 'no run'
        when is_degraded then health_reason
    end as warning
from coverage
order by site, week
