-- One row per site and day of crawling from which another tagger's readings stand: a step in a trend there may be the
-- tagger's. There is none where one tagger has read all that stands.
create or replace view tagger_breaks as
with
taggers as (
    select
        articles.site,
        articles.tagger_version,
        min(readings.fetched_at)::date as since,
        count(*) as article_count
    from core.articles
    inner join core.readings
        on articles.version_id = readings.version_id and articles.tagger_version = readings.tagger_version
    group by articles.site, articles.tagger_version
),

in_order as (
    select
        *,
        lag(tagger_version) over (
            partition by site
            order by since, tagger_version
        ) as previous_tagger_version,
        lag(article_count) over (
            partition by site
            order by since, tagger_version
        ) as previous_article_count
    from taggers
)

select
    site,
    since,
    tagger_version,
    article_count,
    previous_tagger_version,
    previous_article_count
from in_order
where previous_tagger_version is not null;
