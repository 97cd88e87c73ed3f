-- One row per cluster of claims, month of publication and site: of clusters of more than one claim as they were laid
-- down, then of those of one claim, as answers.claims has it.
select
    cluster_id,
    "month",
    site,
    claim_count,
    article_count,
    statement_count,
    asserted_count,
    hedged_count,
    traceable_count,
    none_count,
    first_seen_at
from answers.claim_spread
union all
select
    cluster_id,
    date_trunc('month', published)::date as "month",
    site,
    1 as claim_count,
    1 as article_count,
    1 as statement_count,
    (certainty = 'asserted')::bigint as asserted_count,
    (certainty = 'hedged')::bigint as hedged_count,
    (support = 'traceable')::bigint as traceable_count,
    (support = 'none')::bigint as none_count,
    first_seen_at
from answers.claims
where stands_alone
