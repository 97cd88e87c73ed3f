-- One row per cluster of claims that was published more often in the last weeks than its own past lets expect, by the
-- windows of warehouse/reference/rising_windows.csv. The days end with the last date of publication that is not in the
-- future of the last load. `z` is how many standard deviations the count lies above the share that all articles of the
-- window have of both windows (a binomial test, so that a crawl of more articles is no rise). Copies count once.
create or replace view rising_claims as
with
days as (
    select max(published) as last_day
    from articles
    where published <= (select max(loaded_at)::date from loads)
),

dated as (
    select
        articles.article_id,
        articles.cluster_id as statement_id,
        articles.site,
        windows.window_days,
        articles.published > days.last_day - windows.window_days::int as is_recent
    from articles
    cross join days
    cross join core.rising_windows as windows
    where
        articles.published <= days.last_day
        and articles.published > days.last_day - (windows.window_days + windows.baseline_days)::int
),

exposure as (
    select
        window_days,
        count(distinct statement_id) filter (where is_recent) as all_recent_count,
        count(distinct statement_id) as all_count,
        count(distinct statement_id) filter (where is_recent) / count(distinct statement_id) as recent_share
    from dated
    group by window_days
),

-- most clusters have too few claims of late, which need not be told apart by article to know that
often as (
    select
        claims.cluster_id,
        dated.window_days
    from dated
    inner join claims on dated.article_id = claims.article_id
    inner join core.rising_windows as windows on dated.window_days = windows.window_days
    where claims.cluster_id is not null and dated.is_recent
    group by claims.cluster_id, dated.window_days
    having count(*) >= any_value(windows.least_articles)
),

counted as (
    select
        claims.cluster_id,
        dated.window_days,
        count(distinct dated.statement_id) filter (where dated.is_recent) as recent_count,
        count(distinct dated.statement_id) filter (where not dated.is_recent) as baseline_count,
        count(distinct dated.site) filter (where dated.is_recent) as recent_site_count
    from dated
    inner join claims on dated.article_id = claims.article_id
    inner join often on claims.cluster_id = often.cluster_id and dated.window_days = often.window_days
    group by claims.cluster_id, dated.window_days
),

judged as (
    select
        counted.*,
        exposure.all_recent_count,
        exposure.all_count,
        exposure.recent_share,
        (counted.recent_count - (counted.recent_count + counted.baseline_count) * exposure.recent_share)
        / sqrt(
            (counted.recent_count + counted.baseline_count)
            * exposure.recent_share
            * (1 - exposure.recent_share)
        ) as z
    from counted
    inner join exposure on counted.window_days = exposure.window_days
    where exposure.recent_share > 0 and exposure.recent_share < 1
)

select
    judged.cluster_id,
    judged.window_days,
    windows.baseline_days,
    judged.recent_count,
    judged.baseline_count,
    judged.recent_site_count,
    judged.all_recent_count,
    judged.all_count,
    judged.recent_share,
    judged.z
from judged
inner join core.rising_windows as windows on judged.window_days = windows.window_days
where judged.recent_count >= windows.least_articles and judged.z >= windows.least_z;
