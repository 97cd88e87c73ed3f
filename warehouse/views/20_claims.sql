-- One row per claim of an article's latest version.
create or replace view claims as
select
    claims.claim_id,
    claims.article_id,
    claims.version_id,
    claims.start_char,
    claims.end_char,
    claims.text,
    claims.kind,
    claims.polarity,
    claims.certainty,
    claims.agent,
    claims.agent_start_char,
    claims.agent_end_char,
    claims.target,
    claims.target_start_char,
    claims.target_end_char,
    claims.agent_concept,
    claims.target_concept,
    claims.support,
    claims.found_by,
    claims.score,
    claims.tagger_version,
    clusters.cluster_id,
    clusters.method as cluster_method,
    clusters.score as cluster_score,
    clusters.kind as cluster_kind,
    clusters.agent_concept as cluster_agent_concept,
    clusters.target_concept as cluster_target_concept
from core.claims
inner join core.articles
    on claims.version_id = articles.version_id and claims.tagger_version = articles.tagger_version
left join core.claim_clusters as clusters
    on
        claims.claim_id = clusters.claim_id
        and claims.version_id = clusters.version_id
        and claims.tagger_version = clusters.tagger_version;
