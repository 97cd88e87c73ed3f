-- One row per site and week of crawling, from its first to its last: how much of it was seen, so that a step in a trend
-- is told from an outage. A week without any run has its row, too. The shares are of asked_count.
create or replace view coverage as
with
-- each address in one class, so that the classes add up
classed as (
    select
        outcomes.site,
        date_trunc('week', outcomes."at")::date as week,
        outcomes.run_id,
        outcomes.article_id,
        case
            when regexp_matches(outcomes.reason, '^(consent wall|bot challenge|paywall|login page)') then 'walled'
            when outcomes.outcome in ('not_due', 'limit', 'robots', 'gone', 'opted_out', 'error', 'blocked')
                then outcomes.outcome
            -- a 304 of a page that is no article says nothing of one
            when outcomes.article_id is null or outcomes.outcome not in ('article', 'unchanged', 'duplicate')
                then 'other_page'
            when outcomes.outcome <> 'article' then outcomes.outcome
            when outcomes."at" > articles.first_seen_at then 'edited'
            else 'new'
        end as class
    from outcomes
    left join core.articles as articles on outcomes.article_id = articles.article_id
),

counted as (
    select
        site,
        week,
        count(distinct run_id) as run_count,
        count(*) filter (where class <> 'not_due') as url_count,
        count(*) filter (where class not in ('not_due', 'limit', 'robots')) as asked_count,
        count(distinct article_id) filter (
            where class in ('new', 'edited', 'unchanged', 'duplicate')
        ) as article_count,
        count(*) filter (where class in ('new', 'edited', 'unchanged', 'duplicate')) as seen_count,
        count(*) filter (where class = 'new') as new_count,
        count(*) filter (where class = 'edited') as edited_count,
        count(*) filter (where class = 'unchanged') as unchanged_count,
        count(*) filter (where class = 'duplicate') as duplicate_count,
        count(*) filter (where class = 'not_due') as not_due_count,
        count(*) filter (where class = 'other_page') as other_page_count,
        count(*) filter (where class = 'gone') as gone_count,
        count(*) filter (where class = 'opted_out') as opted_out_count,
        count(*) filter (where class = 'error') as error_count,
        count(*) filter (where class = 'blocked') as blocked_count,
        count(*) filter (where class = 'walled') as walled_count,
        count(*) filter (where class in ('error', 'blocked', 'walled')) as failed_count,
        count(*) filter (where class = 'robots') as robots_count,
        count(*) filter (where class = 'limit') as limit_count
    from classed
    group by site, week
),

judged as (
    select
        site,
        date_trunc('week', started_at)::date as week,
        count(*) filter (where health = 'degraded') as degraded_run_count,
        count(*) filter (where health = 'failed') as failed_run_count,
        string_agg(health_reason, '; ' order by started_at, run_id) as health_reason
    from runs
    group by site, date_trunc('week', started_at)
),

weeks as (
    select
        site,
        unnest(generate_series(min(week), max(week), interval 7 day))::date as week
    from (
        select
            site,
            week
        from counted
        union all
        select
            site,
            week
        from judged
    ) as crawled
    group by site
)

select
    weeks.site,
    weeks.week,
    coalesce(counted.run_count, 0) as run_count,
    coalesce(judged.degraded_run_count, 0) as degraded_run_count,
    coalesce(judged.failed_run_count, 0) as failed_run_count,
    coalesce(judged.degraded_run_count + judged.failed_run_count, 0) > 0 as is_degraded,
    judged.health_reason,
    coalesce(counted.url_count, 0) as url_count,
    coalesce(counted.asked_count, 0) as asked_count,
    coalesce(counted.article_count, 0) as article_count,
    coalesce(counted.seen_count, 0) as seen_count,
    counted.seen_count / nullif(counted.asked_count, 0) as seen_share,
    coalesce(counted.new_count, 0) as new_count,
    coalesce(counted.edited_count, 0) as edited_count,
    coalesce(counted.unchanged_count, 0) as unchanged_count,
    coalesce(counted.duplicate_count, 0) as duplicate_count,
    coalesce(counted.not_due_count, 0) as not_due_count,
    coalesce(counted.other_page_count, 0) as other_page_count,
    coalesce(counted.gone_count, 0) as gone_count,
    coalesce(counted.opted_out_count, 0) as opted_out_count,
    coalesce(counted.error_count, 0) as error_count,
    coalesce(counted.blocked_count, 0) as blocked_count,
    coalesce(counted.walled_count, 0) as walled_count,
    coalesce(counted.failed_count, 0) as failed_count,
    counted.failed_count / nullif(counted.asked_count, 0) as failed_share,
    coalesce(counted.robots_count, 0) as robots_count,
    coalesce(counted.limit_count, 0) as limit_count
from weeks
left join counted on weeks.site = counted.site and weeks.week = counted.week
left join judged on weeks.site = judged.site and weeks.week = judged.week;
