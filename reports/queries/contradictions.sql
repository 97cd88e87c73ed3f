-- One row per pair of concepts and kind of claim that some articles affirm and others deny, with the widest cluster of
-- each side.
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
