-- One row per cluster of claims, month of publication (null for articles without a date) and site: how the claim
-- spread, how surely it was said and whether it was cited. `statement_count` counts near-copies of one article once.
create or replace view claim_spread as
select
    clusters.cluster_id,
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
from core.claims as claims
inner join articles on claims.version_id = articles.version_id and claims.tagger_version = articles.tagger_version
inner join core.claim_clusters as clusters
    on
        claims.claim_id = clusters.claim_id
        and claims.version_id = clusters.version_id
        and claims.tagger_version = clusters.tagger_version
group by clusters.cluster_id, "month", articles.site;
