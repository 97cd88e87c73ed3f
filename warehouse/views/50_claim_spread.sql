-- One row per cluster of claims, month of publication (null for articles without a date) and site: how the claim
-- spread, how surely it was said and whether it was cited. `statement_count` counts near-copies of one article once.
create or replace view claim_spread as
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
inner join articles on claims.article_id = articles.article_id
where claims.cluster_id is not null
group by claims.cluster_id, "month", articles.site;
