-- One row per cluster of $ids (null: of all) and cluster that says the contrary: the same concepts and kind, affirmed
-- here and denied there.
select
    clusters.cluster_id,
    others.cluster_id as other_id,
    others.cluster_id in (select unnest($listed_clusters)) as has_page,
    others.polarity,
    others.example,
    others.article_count,
    others.site_count
from claim_clusters as clusters
inner join claim_clusters as others
    on
        clusters.agent_concept = others.agent_concept
        and clusters.target_concept = others.target_concept
        and clusters.kind = others.kind
        and clusters.polarity <> others.polarity
where $ids is null or clusters.cluster_id in (select unnest($ids))
order by clusters.cluster_id, others.article_count desc, others.cluster_id
