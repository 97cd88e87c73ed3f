-- One row per claim of the readings that a load brought ($load_number; null for all) that is in no cluster yet.
-- Which claims are still to be clustered?
select
    claims.claim_id,
    claims.version_id,
    claims.tagger_version,
    claims.text,
    readings.lang,
    claims.kind,
    claims.polarity,
    claims.agent_concept,
    claims.target_concept
from core.claims
inner join core.readings
    on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version
where $load_number is null or readings.load_number = $load_number
order by readings.load_number, claims.version_id, claims.start_char
