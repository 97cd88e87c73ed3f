-- One row per thing that fresh claims say, by its number, and the first claim that says it.
create or replace temp table fresh_sayings as
select
    said,
    min(place) as place,
    bool_or(has_cluster_keys and method <> 'wording') as is_known_by_concepts
from fresh_claims
group by said;

-- One row per thing that is said and whose cluster is known: it was said before this load, in the same words, and is
-- where it is. By concepts a claim knows its cluster itself.
create or replace temp table placed as
select
    clusters.said,
    any_value(clusters.cluster_id) as cluster_id,
    any_value(clusters.method) as method,
    any_value(clusters.score) as score,
    any_value(clusters.kind) as kind,
    any_value(clusters.agent_concept) as agent_concept,
    any_value(clusters.target_concept) as target_concept
from core.claim_clusters as clusters
where clusters.said in (select said from fresh_sayings where not is_known_by_concepts)
group by clusters.said;

-- One row per thing that was never said before, with the keys of its cluster where they are known; others are added.
create or replace temp table fresh_keys as
select
    claims.said,
    claims.place,
    claims.lang,
    claims.polarity,
    claims.cluster_id,
    claims.method,
    claims.score,
    claims.said_kind as kind,
    claims.known_agent as agent_concept,
    claims.known_target as target_concept,
    claims.wording,
    claims.bands,
    claims.gram_count,
    claims.gram_bits
from fresh_claims as claims
inner join fresh_sayings as sayings on claims.place = sayings.place
where claims.has_cluster_keys and claims.said not in (select said from placed);
