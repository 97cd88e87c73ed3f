-- One row per claim that speaks more surely than its best evidence allows: the $most with the widest gap, the last
-- published first, with the claim's number on its article's page.
with
boldest as (
    select
        strength_gap.claim_id,
        strength_gap.article_id,
        strength_gap.gap
    from strength_gap
    inner join articles on strength_gap.article_id = articles.article_id
    where strength_gap.gap > 0
    order by strength_gap.gap desc, articles.published desc nulls last, strength_gap.claim_id
    limit $most
),

numbered as (
    select
        claim_id,
        row_number() over (partition by article_id order by start_char, end_char, claim_id) as number
    from claims
    where article_id in (select boldest.article_id from boldest)
)

select
    claims.claim_id,
    claims.article_id,
    claims.text,
    claims.kind,
    claims.polarity,
    claims.certainty,
    claims.support,
    claims.cluster_id,
    false as has_page,
    1 as article_count,
    numbered.number,
    articles.title,
    articles.site,
    articles.lang,
    cast(articles.published as varchar) as published,
    boldest.gap
from boldest
inner join claims on boldest.claim_id = claims.claim_id
inner join articles on claims.article_id = articles.article_id
inner join numbered on claims.claim_id = numbered.claim_id
order by boldest.gap desc, articles.published desc nulls last, claims.claim_id
