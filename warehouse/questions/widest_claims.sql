-- One row per cluster of claims that say the same, those on most sites first.
-- Which claims are made on most sites, since when, how surely, and how often with a source that can be opened?
with
-- nine in ten clusters are of one claim, and need not be looked through
shared as (
    select *
    from claim_clusters
    where claim_count > 1
    order by site_count desc, statement_count desc, claim_count desc, cluster_id
    limit 100
),

widest as (
    select *
    from shared
    union all
    (
        select *
        from claim_clusters
        where claim_count = 1 and (select count(*) from shared) < 100
        order by cluster_id
        limit 100
    )
)

select
    coalesce(agent_en, agent_nl) as agent,
    coalesce(target_en, target_nl) as target,
    kind,
    polarity,
    site_count,
    statement_count,
    article_count,
    claim_count,
    round(hedged_count / claim_count, 2) as hedged_share,
    round(traceable_count / claim_count, 2) as traceable_share,
    first_published,
    first_seen_at,
    first_site,
    round(least_score, 2) as least_score,
    example,
    cluster_id
from widest
order by site_count desc, statement_count desc, claim_count desc, cluster_id
limit 100
