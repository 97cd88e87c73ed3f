-- One row per claim of all readings, in the order in which they came, without keys: as loads/75_fresh_claims.sql has it
-- for those of one load.
create or replace temp table fresh_claims as
select
    claims.claim_id,
    claims.version_id,
    claims.tagger_version,
    claims.text,
    readings.lang,
    claims.kind,
    claims.polarity,
    claims.agent_concept,
    claims.target_concept,
    row_number() over (order by readings.load_number, claims.version_id, claims.start_char) as place,
    said_number(
        claims.text, readings.lang, claims.kind, claims.polarity, claims.agent_concept, claims.target_concept
    ) as said,
    false as has_cluster_keys,
    null::varchar as cluster_id,
    null::varchar as method,
    null::double as score,
    null::varchar as said_kind,
    null::varchar as known_agent,
    null::varchar as known_target
from core.claims
inner join core.readings
    on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version;
