-- One row per claim on a commercial site that a food or supplement does what no entry of the EU register says, the
-- $most first by site and, within it, by date, with the claim's number on its article's page.
with
numbered as (
    select
        claim_id,
        row_number() over (partition by article_id order by start_char, end_char, claim_id) as number
    from claims
),

sizes as (
    select
        cluster_id,
        count(distinct article_id) as article_count
    from claims
    where cluster_id is not null
    group by cluster_id
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
    coalesce(claims.cluster_id in (select unnest($listed_clusters)), false) as has_page,
    coalesce(sizes.article_count, 1) as article_count,
    numbered.number,
    articles.title,
    articles.site,
    articles.lang,
    cast(articles.published as varchar) as published
from claim_register
inner join claims on claim_register.claim_id = claims.claim_id
inner join articles on claims.article_id = articles.article_id
inner join numbered on claims.claim_id = numbered.claim_id
left join sizes on claims.cluster_id = sizes.cluster_id
where
    claim_register.publisher_kind = 'commercial'
    and claim_register.standing = 'not_in_register'
    and claim_register.polarity = 'affirmed'
order by articles.site, articles.published desc nulls last, articles.article_id, numbered.number
limit $most
