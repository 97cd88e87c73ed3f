-- One row per review of a fact-checker and claim of an article's latest version on the same relation: the same agent,
-- target and kind, affirmed or denied. That an article contains a claim is not that it spreads it: `stance` is
-- `reviews` for articles of fact-checkers, `denies` where the claim says that the relation does not hold, else
-- `states`.
create or replace view fact_check_claims as
select
    checks.review_id,
    checks.verdict,
    claims.claim_id,
    claims.article_id,
    articles.site,
    claims.text,
    case
        when publishers.kind = 'fact_checker' or articles.url = checks.url then 'reviews'
        when claims.polarity = 'negated' then 'denies'
        else 'states'
    end as stance,
    claims.certainty,
    matched.agent_concept,
    matched.target_concept,
    matched.kind,
    matched.method as review_method,
    claims.cluster_method as claim_method,
    -- of two guesses that must both be right
    matched.score * claims.cluster_score as score
from fact_checks as checks
inner join core.review_clusters as matched on checks.review_id = matched.review_id
inner join claims
    on
        matched.agent_concept = claims.cluster_agent_concept
        and matched.target_concept = claims.cluster_target_concept
        and matched.kind = claims.cluster_kind
inner join articles on claims.article_id = articles.article_id
left join core.articles as own on articles.article_id = own.article_id
left join core.publishers on own.publisher_domain = publishers.domain;
