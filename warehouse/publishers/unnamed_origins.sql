-- One row per origin (scheme and host, with the archive before it for an archived copy) of which no publisher is named.
-- Of which sources and articles is the publisher still to be told?
with
addresses as (
    select url
    from core.sources
    where publisher_domain is null and url is not null
    union
    select url
    from core.articles
    where publisher_domain is null and url is not null
    union
    -- those of before migration 4 have none of their own
    select readings.url
    from core.articles
    inner join core.readings
        on articles.version_id = readings.version_id and articles.tagger_version = readings.tagger_version
    where articles.publisher_domain is null and articles.url is null
)

select distinct regexp_extract(url, $origin_pattern, 0) as origin
from addresses
