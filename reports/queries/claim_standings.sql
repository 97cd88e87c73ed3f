-- One row per claim of the articles $ids (null: of all): its cluster, how much more surely it speaks than its evidence
-- allows, where it stands in the register of health claims on food, and how many reviews match it.
with
reviews as (
    select
        claim_id,
        article_id,
        count(distinct review_id) as review_count
    from fact_check_claims
    where $ids is null or article_id in (select unnest($ids))
    group by claim_id, article_id
)

select
    claims.article_id,
    claims.claim_id,
    claims.cluster_id,
    coalesce(claims.cluster_id in (select unnest($listed_clusters)), false) as has_page,
    gaps.gap,
    register.standing,
    register.entry_id,
    register.wording,
    coalesce(reviews.review_count, 0) as review_count
from claims
left join strength_gap as gaps on claims.claim_id = gaps.claim_id and claims.article_id = gaps.article_id
left join claim_register as register
    on
        claims.claim_id = register.claim_id
        and claims.article_id = register.article_id
        and register.standing <> 'not_a_food_claim'
left join reviews on claims.claim_id = reviews.claim_id and claims.article_id = reviews.article_id
where $ids is null or claims.article_id in (select unnest($ids))
order by claims.article_id, claims.claim_id
