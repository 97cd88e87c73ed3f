-- One row per URL of the site $site that held an article when it was last seen and is not gone.
-- Which pages must be looked at again, and with what If-None-Match and If-Modified-Since where the site gave any?
with
latest as (
    select
        url,
        max_by(outcome, ("at", outcome)) as outcome
    from core.outcomes
    where
        site = $site
        and outcome in ('article', 'duplicate', 'unchanged', 'not_article', 'other_language', 'redirected', 'gone')
    group by url
),

validators as (
    select
        url,
        max_by({ 'etag': etag, 'last_modified': last_modified }, ("at", record)) as validator
    from core.outcomes
    where
        site = $site
        and outcome in ('article', 'duplicate', 'unchanged')
        and (etag is not null or last_modified is not null)
    group by url
)

select
    latest.url,
    validators.validator.etag as etag,
    validators.validator.last_modified as last_modified
from latest
left join validators on latest.url = validators.url
where latest.outcome in ('article', 'duplicate', 'unchanged')
order by latest.url
