-- One row per run of our own crawler: how it went, and whether its site looks as healthy as its file expects and as its
-- own past runs were.
create or replace view runs as
with
-- What counts as unhealthy; each number with its reason. Shares are 0 to 1.
thresholds as (
    select
        3 as past_runs, -- fewer say nothing of what is usual
        8 as few_articles, -- of fewer articles no share is worth a word
        0.5 as fallen_to, -- half of what is usual is no chance fluctuation of a site's pages
        0.3 as share_lost, -- a date or author missing from a third more of the articles than usual: another template
        0.2 as error_share, -- more than one address in five of those asked for fails
        0.2 as walled_share -- more than one page in five is a consent wall, a challenge, a paywall or a login
),

counted as (
    select
        run_id,
        count(*) filter (where outcome <> 'not_due') as url_count,
        count(*) filter (where outcome = 'article') as article_count,
        count(*) filter (where outcome = 'unchanged') as unchanged_count,
        count(*) filter (where outcome = 'not_due') as not_due_count,
        count(*) filter (
            where outcome in ('article', 'unchanged', 'not_due') and article_id is not null
        ) as standing_count,
        count(*) filter (where outcome = 'not_article') as not_article_count,
        count(*) filter (where outcome = 'gone') as gone_count,
        count(*) filter (where outcome = 'error') as error_count,
        count(*) filter (where outcome in ('robots', 'blocked')) as refused_count,
        count(*) filter (where outcome = 'opted_out') as opted_out_count,
        count(*) filter (where outcome = 'limit') as limit_count,
        count(*) filter (where outcome not in ('not_due', 'limit', 'robots', 'suppressed')) as asked_count,
        count(*) filter (
            where regexp_matches(reason, '^(consent wall|bot challenge|paywall|login page)')
        ) as walled_count
    from outcomes
    group by run_id
),

loaded as (
    select
        run_id,
        max_by(claim_count, load_number) as claim_count,
        max_by(citation_count, load_number) as citation_count,
        max(loaded_at) as loaded_at
    from core.loads
    group by run_id
),

described as (
    select
        run_id,
        count(*) as described_count,
        count(*) filter (where is_dated) as dated_count,
        count(*) filter (where is_authored) as authored_count,
        median(word_count) as median_words
    from core.outcomes
    where outcome = 'article' and word_count is not null
    group by run_id
),

told as (
    select
        runs.*,
        coalesce(counted.url_count, 0) as url_count,
        coalesce(counted.article_count, 0) as article_count,
        coalesce(counted.unchanged_count, 0) as unchanged_count,
        coalesce(counted.not_due_count, 0) as not_due_count,
        coalesce(counted.not_article_count, 0) as not_article_count,
        coalesce(counted.gone_count, 0) as gone_count,
        coalesce(counted.error_count, 0) as error_count,
        coalesce(counted.refused_count, 0) as refused_count,
        coalesce(counted.opted_out_count, 0) as opted_out_count,
        coalesce(counted.limit_count, 0) as limit_count,
        coalesce(counted.asked_count, 0) as asked_count,
        coalesce(counted.walled_count, 0) as walled_count,
        coalesce(described.described_count, 0) as described_count,
        coalesce(described.dated_count, 0) as dated_count,
        coalesce(described.authored_count, 0) as authored_count,
        described.dated_count / described.described_count as dated_share,
        described.authored_count / described.described_count as authored_share,
        described.median_words,
        coalesce(counted.standing_count, 0) as standing_count,
        epoch(runs.finished_at - runs.started_at) as crawl_seconds,
        coalesce(loaded.claim_count, 0) as claim_count,
        coalesce(loaded.citation_count, 0) as citation_count,
        loaded.loaded_at
    from core.runs
    left join counted on runs.run_id = counted.run_id
    left join described on runs.run_id = described.run_id
    left join loaded on runs.run_id = loaded.run_id
),

compared as (
    select
        told.*,
        count(*) over past as past_count,
        median(told.standing_count) over past as usual_standing,
        median(told.dated_share) over past as usual_dated_share,
        median(told.authored_share) over past as usual_authored_share,
        median(told.median_words) over past as usual_words
    from told
    window past as (
        partition by told.site
        order by told.started_at, told.run_id
        -- more would remember a site of before its last redesign
        rows between 10 preceding and 1 preceding
    )
),

judged as (
    select
        compared.*,
        concat_ws(
            '; ',
            case
                when
                    compared.finish_reason in ('killed', 'archive_failed')
                    then 'the run did not end: ' || compared.finish_reason
            end,
            case when compared.standing_count = 0 then 'no article at all' end,
            -- what was not asked for stands, but says nothing of how the site is today
            case
                when
                    compared.standing_count > 0
                    and compared.asked_count >= limits.few_articles
                    and compared.error_count + compared.walled_count = compared.asked_count
                    then format('all {} addresses that were asked for failed', compared.asked_count)
            end
        ) as failures,
        concat_ws(
            '; ',
            case
                when
                    compared.finish_reason in ('limit', 'shutdown', 'site_failing')
                    then 'the run ended early: ' || compared.finish_reason
            end,
            case
                when
                    compared.standing_count < compared.expected_articles
                    then format(
                        '{} articles, and its site file expects at least {}',
                        compared.standing_count,
                        compared.expected_articles
                    )
            end,
            case
                when
                    compared.past_count >= limits.past_runs
                    and compared.usual_standing >= limits.few_articles
                    and compared.standing_count < limits.fallen_to * compared.usual_standing
                    then format('{} articles, usually {:.0f}', compared.standing_count, compared.usual_standing)
            end,
            case
                when
                    compared.described_count >= limits.few_articles
                    and compared.dated_share < compared.expected_dated_share
                    then format('{:.0f} % of the articles have a date, less than expected', 100 * compared.dated_share)
            end,
            case
                when
                    compared.described_count >= limits.few_articles
                    and compared.authored_share < compared.expected_authored_share
                    then
                        format(
                            '{:.0f} % of the articles have an author, less than expected', 100 * compared.authored_share
                        )
            end,
            case
                when
                    compared.past_count >= limits.past_runs
                    and compared.described_count >= limits.few_articles
                    and compared.dated_share < compared.usual_dated_share - limits.share_lost
                    then 'far fewer articles than usual have a date: a new layout?'
            end,
            case
                when
                    compared.past_count >= limits.past_runs
                    and compared.described_count >= limits.few_articles
                    and compared.authored_share < compared.usual_authored_share - limits.share_lost
                    then 'far fewer articles than usual have an author: a new layout?'
            end,
            case
                when
                    compared.past_count >= limits.past_runs
                    and compared.described_count >= limits.few_articles
                    and compared.median_words < limits.fallen_to * compared.usual_words
                    then 'the articles are far shorter than usual: a new layout?'
            end,
            case
                when
                    compared.asked_count >= limits.few_articles
                    and compared.error_count < compared.asked_count
                    and compared.error_count > limits.error_share * compared.asked_count
                    then format('{} of {} addresses failed', compared.error_count, compared.asked_count)
            end,
            case
                when
                    compared.url_count >= limits.few_articles
                    and compared.walled_count > limits.walled_share * compared.url_count
                    then
                        format(
                            '{} of {} pages are walls, challenges or logins', compared.walled_count, compared.url_count
                        )
            end
        ) as complaints
    from compared
    cross join thresholds as limits
)

select
    run_id,
    site,
    started_at,
    finished_at,
    finish_reason,
    case
        when failures <> '' then 'failed'
        when complaints <> '' then 'degraded'
        else 'ok'
    end as health,
    nullif(concat_ws('; ', nullif(failures, ''), nullif(complaints, '')), '') as health_reason,
    url_count,
    article_count,
    unchanged_count,
    not_due_count,
    not_article_count,
    gone_count,
    error_count,
    refused_count,
    opted_out_count,
    limit_count,
    walled_count,
    described_count,
    dated_count,
    dated_share,
    authored_count,
    authored_share,
    median_words,
    request_count,
    byte_count,
    retry_count,
    discovery_failure_count,
    crawl_seconds,
    claim_count,
    citation_count,
    loaded_at
from judged;
