-- One row per cluster of claims, month of publication (null for articles without a date) and site: how the claim
-- spread, how surely it was said and whether it was cited. `statement_count` counts near-copies of one article once.
create or replace view claim_spread as
with
shared as (
    select cluster_id
    from claims
    where cluster_id is not null
    group by cluster_id
    having count(*) > 1
),

-- most clusters are of one claim, of which there is nothing to count: of ten million, sets and lists for each fill the
-- memory
alone as (
    select
        claims.cluster_id,
        date_trunc('month', articles.published)::date as "month",
        articles.site,
        1 as claim_count,
        1 as article_count,
        1 as statement_count,
        (claims.certainty = 'asserted')::bigint as asserted_count,
        (claims.certainty = 'hedged')::bigint as hedged_count,
        (claims.support = 'traceable')::bigint as traceable_count,
        (claims.support = 'none')::bigint as none_count,
        articles.first_seen_at
    from claims
    inner join articles on claims.article_id = articles.article_id
    anti join shared on claims.cluster_id = shared.cluster_id
    where claims.cluster_id is not null
),

gathered as (
    select
        claims.cluster_id,
        date_trunc('month', articles.published)::date as "month",
        articles.site,
        count(*) as claim_count,
        -- most have one claim: a set for each of these costs more than a list
        list_unique(list(claims.article_id))::bigint as article_count,
        list_unique(list(articles.cluster_id))::bigint as statement_count,
        count(*) filter (where claims.certainty = 'asserted') as asserted_count,
        count(*) filter (where claims.certainty = 'hedged') as hedged_count,
        count(*) filter (where claims.support = 'traceable') as traceable_count,
        count(*) filter (where claims.support = 'none') as none_count,
        min(articles.first_seen_at) as first_seen_at
    from claims
    inner join shared on claims.cluster_id = shared.cluster_id
    inner join articles on claims.article_id = articles.article_id
    group by claims.cluster_id, "month", articles.site
),

every as (
    select * from gathered
    union all by name
    select * from alone
)

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
from every;
