-- One row per site and week of crawling whose counts do not add up or whose share is no share.
-- Does every address of a week's crawls end in one class, and does every share lie between 0 and 1?
select
    site,
    week,
    url_count,
    asked_count,
    seen_count,
    failed_count
from coverage
where
    url_count <> asked_count + robots_count + limit_count
    or asked_count <> seen_count + other_page_count + gone_count + opted_out_count + failed_count
    or seen_count <> new_count + edited_count + unchanged_count + duplicate_count
    or failed_count <> error_count + blocked_count + walled_count
    or seen_share not between 0 and 1
    or failed_share not between 0 and 1
    or (seen_share is null) <> (asked_count = 0)
