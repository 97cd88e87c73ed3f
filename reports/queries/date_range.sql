-- One row: the first and last day of publication from $earliest on, and the claims of articles outside or without one.
select
    cast(min(articles.published) filter (where articles.published >= $earliest) as varchar) as first_published,
    cast(max(articles.published) filter (where articles.published >= $earliest) as varchar) as last_published,
    count(*) filter (where articles.published is null) as undated_claim_count,
    count(*) filter (where articles.published < $earliest) as early_claim_count
from claims
inner join articles on claims.article_id = articles.article_id
