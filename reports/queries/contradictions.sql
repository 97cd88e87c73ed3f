-- One row per pair of concepts and kind of claim that some articles affirm and others deny, with the widest cluster of
-- each side and its sites, four of them by name.
select
    contradictions.agent_concept,
    contradictions.target_concept,
    contradictions.agent_en,
    contradictions.agent_nl,
    contradictions.target_en,
    contradictions.target_nl,
    contradictions.kind,
    contradictions.affirming_article_count,
    contradictions.denying_article_count,
    contradictions.both_article_count,
    len(contradictions.affirming_sites) as affirming_site_count,
    len(contradictions.denying_sites) as denying_site_count,
    array_to_string(contradictions.affirming_sites[1:4], ', ') as affirming_sites,
    array_to_string(contradictions.denying_sites[1:4], ', ') as denying_sites,
    max_by(clusters.cluster_id, clusters.claim_count) filter (where clusters.polarity = 'affirmed') as affirming_id,
    max_by(clusters.cluster_id, clusters.claim_count) filter (where clusters.polarity = 'negated') as denying_id
from contradictions
left join claim_clusters as clusters
    on
        contradictions.agent_concept = clusters.agent_concept
        and contradictions.target_concept = clusters.target_concept
        and contradictions.kind = clusters.kind
group by all
order by
    affirming_article_count desc,
    denying_article_count desc,
    contradictions.agent_concept,
    contradictions.target_concept,
    contradictions.kind
