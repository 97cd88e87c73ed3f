-- One row per concept (of $ids, null: of all) and claim that names it, the $most of each: those whose cluster most
-- articles share, with the claim's number on its article's page.
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
),

named as (
    select
        agent_concept as concept_id,
        claim_id
    from claims
    where agent_concept is not null
    union
    select
        target_concept as concept_id,
        claim_id
    from claims
    where target_concept is not null
)

select
    named.concept_id,
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
from named
inner join claims on named.claim_id = claims.claim_id
inner join articles on claims.article_id = articles.article_id
inner join numbered on claims.claim_id = numbered.claim_id
left join sizes on claims.cluster_id = sizes.cluster_id
where $ids is null or named.concept_id in (select unnest($ids))
qualify
    row_number() over (
        partition by named.concept_id
        order by sizes.article_count desc nulls last, articles.published desc nulls last, claims.claim_id
    ) <= $most
order by named.concept_id, article_count desc, articles.published desc nulls last, claims.claim_id
