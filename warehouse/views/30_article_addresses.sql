-- One row per article and URL under which it was ever seen, or which its pages name as its own.
create or replace view article_addresses as
with recursive
-- where each redirect ends: "/a" to "/b" to "/c" is an address of what is at "/c" too
redirects as (
    select
        url,
        location as target,
        "at"
    from core.outcomes
    where outcome = 'redirected' and location is not null
),

ends as (
    select
        url,
        target
    from redirects
    union
    select
        ends.url,
        redirects.target
    from ends
    inner join redirects on ends.target = redirects.url
),

served as (
    select
        article_id,
        url,
        'duplicate' as role,
        "at"
    from core.outcomes
    where article_id is not null and outcome in ('article', 'duplicate', 'unchanged')
),

-- one row each, however many runs there were
holders as (
    select distinct
        article_id,
        url
    from served
),

seen as (
    select
        article_id,
        url,
        role,
        "at"
    from served
    union all
    select
        holders.article_id,
        redirects.url,
        'redirected' as role,
        redirects."at"
    from redirects
    inner join ends on redirects.url = ends.url
    inner join holders on ends.target = holders.url
    union all
    select
        article_id,
        url,
        'canonical' as role,
        null as "at"
    from articles
)

select
    article_id,
    url,
    -- the alphabet has them in the right order: canonical, else served there, else only led from there
    min(role) as role,
    min("at") as first_seen_at,
    max("at") as last_seen_at
from seen
where article_id in (select article_id from articles)
group by article_id, url;
