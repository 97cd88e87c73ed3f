-- One row per cluster of claims with a page: those of $kept that are still there, the $most that stand on most sites
-- of those that more than one article makes, and both sides of what articles disagree on.
with
disputed as (
    select cluster_id
    from claim_clusters
    where agent_concept is not null
    qualify count(distinct polarity) over (partition by agent_concept, target_concept, kind) > 1
),

cited as (
    select
        clusters.*,
        rising.z,
        rising.recent_count,
        rising.baseline_count,
        rising.window_days,
        rising.baseline_days
    from claim_clusters as clusters
    left join rising_claims as rising on clusters.cluster_id = rising.cluster_id
    where
        clusters.article_count > 1
        or clusters.cluster_id in (select unnest($kept))
        or clusters.cluster_id in (select disputed.cluster_id from disputed)
    qualify row_number() over (partition by clusters.cluster_id order by rising.z desc nulls last) = 1
)

select
    cluster_id,
    agent_concept,
    target_concept,
    agent_en,
    agent_nl,
    target_en,
    target_nl,
    kind,
    polarity,
    example,
    claim_count,
    article_count,
    statement_count,
    site_count,
    array_to_string(languages, ', ') as languages,
    strftime(first_seen_at, '%Y-%m-%d') as first_seen,
    first_site,
    cast(first_published as varchar) as first_published,
    asserted_count,
    hedged_count,
    traceable_count,
    none_count,
    by_concepts_count,
    least_score,
    z,
    recent_count,
    baseline_count,
    window_days,
    baseline_days
from cited
qualify
    row_number() over (
        order by site_count desc, statement_count desc, claim_count desc, cluster_id
    ) <= $most
    or z is not null
    or cluster_id in (select unnest($kept))
    or cluster_id in (select disputed.cluster_id from disputed)
order by site_count desc, statement_count desc, claim_count desc, cluster_id
