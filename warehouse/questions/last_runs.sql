-- One row per site: its last run and how the URLs of that run ended.
-- When was each site last crawled or ingested, and with what result?
with
runs as (
    select
        site,
        run_id,
        max("at") as last_at,
        count(*) as url_count,
        count(*) filter (where outcome = 'article') as article_count,
        count(*) filter (where outcome = 'unchanged') as unchanged_count,
        count(*) filter (where outcome = 'duplicate') as duplicate_count,
        count(*) filter (where outcome in ('not_article', 'other_language', 'redirected')) as other_page_count,
        count(*) filter (where outcome = 'gone') as gone_count,
        count(*) filter (where outcome in ('robots', 'blocked', 'limit')) as refused_count,
        count(*) filter (where outcome = 'error') as error_count
    from outcomes
    group by site, run_id
)

select *
from runs
qualify row_number() over (partition by site order by last_at desc, run_id desc) = 1
order by site
