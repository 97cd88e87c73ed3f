-- One row per claim of the readings that this load brings ($load_number), with what is known of it beforehand: the keys
-- of its cluster and of the register, where they were made by the rules of today ($cluster_rules, $register_rules); null
-- where a file set holds none, or those of other rules. `place` is the order in which claims come.
create or replace temp table fresh_claims as
select
    claims.claim_id,
    claims.version_id,
    $tagger_version as tagger_version,
    claims.text,
    readings.lang,
    claims.kind,
    claims.polarity,
    claims.agent,
    claims.target,
    claims.agent_concept,
    claims.target_concept,
    row_number() over (order by claims.version_id, claims.start_char) as place,
    said_number(
        claims.text, readings.lang, claims.kind, claims.polarity, claims.agent_concept, claims.target_concept
    ) as said,
    coalesce(keys.cluster_rules = $cluster_rules, false) as has_cluster_keys,
    coalesce(keys.register_rules = $register_rules, false) as has_register_keys,
    keys.cluster_id,
    keys.method,
    keys.score,
    keys.kind as said_kind,
    keys.agent_concept as known_agent,
    keys.target_concept as known_target,
    keys.wording,
    keys.bands,
    keys.gram_count,
    keys.gram_bits,
    keys.register_method,
    keys.agent_words,
    keys.substances,
    keys.is_complaint,
    keys.target_relationships,
    keys.sentence_relationships,
    keys.stems
from read_parquet($claims) as claims
inner join read_parquet($articles) as readings on claims.version_id = readings.version_id
inner join fresh_readings as fresh on claims.version_id = fresh.version_id
left join read_parquet($claim_keys) as keys
    on claims.version_id = keys.version_id and claims.claim_id = keys.claim_id;
