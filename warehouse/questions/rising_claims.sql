-- One row per cluster of claims and pair of windows in which it rises, the furthest above its own past first.
-- Which claims do more articles make lately than their own past lets expect?
select
    coalesce(clusters.agent_en, clusters.agent_nl) as agent,
    coalesce(clusters.target_en, clusters.target_nl) as target,
    clusters.kind,
    clusters.polarity,
    rising.window_days,
    rising.baseline_days,
    rising.recent_count,
    rising.baseline_count,
    rising.recent_site_count,
    round(rising.recent_share, 2) as recent_share,
    round(rising.z, 1) as z,
    clusters.example,
    rising.cluster_id
from rising_claims as rising
inner join claim_clusters as clusters on rising.cluster_id = clusters.cluster_id
-- what rises has three articles at least (warehouse/reference/rising_windows.csv), and most clusters have one
where clusters.claim_count > 1
order by rising.z desc, rising.recent_count desc, rising.cluster_id, rising.window_days
