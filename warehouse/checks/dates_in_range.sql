-- One row per reading whose page gives a date that cannot be: before 1990, or later than the day after it was fetched.
-- Does every date that a page gives lie between 1990 and the day after the page was fetched?
-- severity: warn
with dates as (
    unpivot (
        select
            article_id,
            version_id,
            tagger_version,
            url,
            fetched_at,
            published,
            modified,
            reviewed
        from core.readings
    )
    on published, modified, reviewed
    into name field value given
)

-- A warning, since what a page says is kept as it says it: 1970-01-01 is a template's default, next month a forecast of
-- its own embargo. The day after, since a page of New Zealand is dated up to 13 hours ahead of UTC.
select
    article_id,
    version_id,
    tagger_version,
    url,
    field,
    given,
    fetched_at
from dates
where
    given < date '1990-01-01'
    or given > fetched_at::date + 1
