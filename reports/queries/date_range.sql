-- One row: the first and last day of publication that a trend can place, and the claims of articles it cannot place:
-- those without a date, and those dated before $earliest or after the page was fetched (two days for time zones).
with dated as (
    select
        articles.published,
        articles.published between $earliest and cast(articles.last_seen_at as date) + 2 as is_placed
    from claims
    inner join articles on claims.article_id = articles.article_id
)

select
    min(published) filter (where is_placed) as first_published,
    max(published) filter (where is_placed) as last_published,
    count(*) filter (where published is null) as undated_claim_count,
    count(*) filter (where not is_placed) as impossible_claim_count
from dated
