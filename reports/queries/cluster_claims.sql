-- One row per claim of the clusters $ids (null: of all), the first $most of each: first published first, those
-- without a date last.
with numbered as (
    select
        claim_id,
        row_number() over (partition by article_id order by start_char, end_char, claim_id) as number
    from claims
)

select
    claims.cluster_id,
    claims.claim_id,
    claims.article_id,
    claims.text,
    claims.polarity,
    claims.certainty,
    claims.support,
    claims.cluster_method,
    numbered.number,
    articles.title,
    articles.site,
    articles.lang,
    cast(articles.published as varchar) as published,
    strftime(articles.first_seen_at, '%Y-%m-%d') as first_seen,
    false as has_page
from claims
inner join articles on claims.article_id = articles.article_id
inner join numbered on claims.claim_id = numbered.claim_id
where claims.cluster_id is not null and ($ids is null or claims.cluster_id in (select unnest($ids)))
qualify
    row_number() over (
        partition by claims.cluster_id
        order by articles.published asc nulls last, articles.first_seen_at, claims.article_id, claims.claim_id
    ) <= $most
order by
    claims.cluster_id, articles.published asc nulls last, articles.first_seen_at, claims.article_id, claims.claim_id
