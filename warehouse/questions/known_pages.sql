-- One row per URL of the site $site that is still to be looked at: those fetched, and those found and not seen yet.
-- What is known of each page, so that a crawler can decide when to ask for it again, and with which validators?
with
own as (
    select
        url,
        outcome,
        reason,
        "at",
        etag,
        last_modified,
        payload_digest,
        article_id,
        version_id,
        outcome in ('article', 'duplicate', 'unchanged', 'not_article', 'other_language', 'redirected') as is_sight,
        outcome = 'gone' or (outcome = 'not_article' and starts_with(reason, 'soft 404')) as is_absence,
        -- a 304 is about the body that came last: the validators of an article that a wall replaced would bring it back
        max("at") filter (
            where
            outcome in ('article', 'duplicate', 'not_article', 'other_language', 'opted_out')
            or (outcome = 'redirected' and starts_with(reason, 'meta refresh'))
        ) over (partition by url) as last_body_at,
        -- as spiders/waiting.py has it: the run had no room for the address, or got nothing for a cause that may pass
        coalesce(
            outcome = 'limit'
            and (
                starts_with(reason, 'the crawl ended first')
                or starts_with(reason, 'the host failed')
                or ends_with(reason, '(max_pages)')
            ),
            false
        ) as is_cut_off,
        (outcome = 'error' and starts_with(url, 'http'))  -- a damaged record without an address is `warc:<its place>`
        or coalesce(outcome = 'blocked' and reason = 'status 429', false)
        or coalesce(outcome = 'robots' and contains(reason, 'forbids everything'), false) as is_failure
    from core.outcomes
    where site = $site and outcome <> 'not_due'
),

-- a change is a version that is another than the one seen before at this URL
steps as (
    select
        *,
        version_id is not null
        and lag(version_id ignore nulls) over (partition by url order by "at", outcome) <> version_id as is_change
    from own
),

pages as (
    select
        url,
        max_by(is_cut_off or is_failure, ("at", outcome)) as is_waiting,
        max("at") filter (where not (is_cut_off or is_failure)) as last_answered_at,
        max_by(reason, ("at", outcome)) filter (where outcome = 'gone') as gone_reason,
        max_by(article_id, "at") filter (where outcome in ('article', 'duplicate')) as article_id,
        max_by(outcome, "at") filter (where is_sight) as sight,
        max_by({ 'etag': etag, 'last_modified': last_modified }, "at") filter (
            where is_sight and "at" >= last_body_at and (etag is not null or last_modified is not null)
        ) as validator,
        max_by(payload_digest, "at") filter (
            where "at" >= last_body_at and payload_digest is not null
        ) as payload_digest,
        min("at") filter (where is_sight) as first_fetched_at,
        max("at") filter (where is_sight or is_absence) as last_fetched_at,
        max("at") filter (where is_sight and not is_absence) as last_present_at,
        max("at") filter (where is_change) as last_changed_at,
        count(*) filter (where is_sight) as fetch_count,
        count(*) filter (where is_change) as change_count
    from steps
    group by url
),

-- days with 404s since the page was last there: three on one day are an outage
strikes as (
    select
        own.url,
        count(distinct own."at"::date) as missing_count
    from own
    inner join pages on own.url = pages.url
    where own.is_absence and own."at" > coalesce(pages.last_present_at, timestamp '1970-01-01')
    group by own.url
),

-- failures since the page last had an end that stands
failures as (
    select
        own.url,
        count(*) as failure_count
    from own
    inner join pages on own.url = pages.url
    where own.is_failure and own."at" > coalesce(pages.last_answered_at, timestamp '1970-01-01')
    group by own.url
)

select
    pages.url,
    case
        when pages.last_fetched_at is null then 'waiting'
        when pages.sight in ('article', 'duplicate', 'unchanged') then 'known'
        else 'other'
    end as state,
    pages.validator.etag as etag,
    pages.validator.last_modified as last_modified,
    pages.payload_digest,
    pages.first_fetched_at,
    pages.last_fetched_at,
    pages.last_changed_at,
    pages.fetch_count,
    pages.change_count,
    coalesce(strikes.missing_count, 0) as missing_count,
    case when pages.last_fetched_at is null then coalesce(failures.failure_count, 0) else 0 end as failure_count
from pages
left join strikes on pages.url = strikes.url
left join failures on pages.url = failures.url
where
    -- what failed five times and was never seen is left, until something links to it again
    (pages.last_fetched_at is not null or (pages.is_waiting and coalesce(failures.failure_count, 0) < 5))
    and coalesce(pages.gone_reason, '') <> 'status 410'
    -- an article has three strikes, what was none is not asked for twice
    and coalesce(strikes.missing_count, 0) < case when pages.article_id is null then 1 else 3 end
order by pages.url
