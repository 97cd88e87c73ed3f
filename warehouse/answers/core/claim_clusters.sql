-- One row per claim of a reading: the cluster of claims that say the same, as answers.claims has it.
select
    claim_id,
    version_id,
    tagger_version,
    cluster_id,
    cluster_method as method,
    cluster_score as score,
    cluster_agent_concept as agent_concept,
    cluster_target_concept as target_concept,
    cluster_kind as kind,
    said
from answers.claims
where cluster_id is not null
