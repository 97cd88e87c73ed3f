-- One row per benefit claim that was not set against the register.
-- Which claims are still to be set against the register?
select
    claims.claim_id,
    claims.version_id,
    claims.tagger_version,
    readings.lang,
    claims.text,
    claims.agent,
    claims.target
from core.claims
inner join core.readings
    on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version
anti join core.register_matches as matches
    on
        claims.claim_id = matches.claim_id
        and claims.version_id = matches.version_id
        and claims.tagger_version = matches.tagger_version
where claims.kind = 'benefit'
