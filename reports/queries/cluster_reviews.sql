-- One row per cluster of $ids (null: of all) and review of a fact-checker that was matched with one of its claims.
select
    claims.cluster_id,
    matched.review_id,
    any_value(checks.url) as url,
    any_value(checks.claim) as claim,
    any_value(checks.rating) as rating,
    any_value(checks.reviewer) as reviewer,
    cast(any_value(checks.reviewed_on) as varchar) as reviewed_on,
    count(*) filter (where matched.stance = 'states') as states_count,
    count(*) filter (where matched.stance = 'denies') as denies_count,
    count(*) filter (where matched.stance = 'reviews') as reviews_count
from claims
inner join fact_check_claims as matched
    on claims.claim_id = matched.claim_id and claims.article_id = matched.article_id
inner join fact_checks as checks on matched.review_id = checks.review_id
where claims.cluster_id is not null and ($ids is null or claims.cluster_id in (select unnest($ids)))
group by claims.cluster_id, matched.review_id
order by claims.cluster_id, reviewed_on desc nulls last, matched.review_id
