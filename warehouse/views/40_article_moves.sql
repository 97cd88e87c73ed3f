-- One row per address of an article that came to redirect, for good, to the address of another article.
create or replace view article_moves as
with
holders as (
    select
        url,
        max_by(article_id, "at") as article_id
    from core.outcomes
    where outcome in ('article', 'duplicate') and article_id is not null
    group by url
)

select
    moved.url as from_url,
    moved.location as to_url,
    from_holders.article_id as from_article_id,
    to_holders.article_id as to_article_id,
    min(moved."at") as first_seen_at
from core.outcomes as moved
inner join holders as from_holders on moved.url = from_holders.url
inner join holders as to_holders on moved.location = to_holders.url
where moved.outcome = 'redirected' and moved.reason not in ('status 302', 'status 303', 'status 307')
group by all;
