-- One row per cluster of claims that rises.
-- Which claims are published more often lately than their own past lets expect?
select
    rising.cluster_id as subject,
    '' as fact,
    null as site,
    format(
        '{} and {} ({}, {}): {} articles in {} days, {} in the {} days before (z {:.1f})',
        coalesce(any_value(clusters.agent_en), any_value(clusters.agent_nl), 'cluster ' || rising.cluster_id),
        coalesce(any_value(clusters.target_en), any_value(clusters.target_nl), 'health'),
        any_value(clusters.kind),
        any_value(clusters.polarity),
        max_by(rising.recent_count, rising.z),
        max_by(rising.window_days, rising.z),
        max_by(rising.baseline_count, rising.z),
        max_by(rising.baseline_days, rising.z),
        max(rising.z)
    ) as text
from rising_claims as rising
inner join claim_clusters as clusters on rising.cluster_id = clusters.cluster_id
group by rising.cluster_id
order by max(rising.z) desc, rising.cluster_id
