-- One row per benefit claim of a load that entries of the register decide on: it names a food, or has the name of a
-- loaded entry, or its words are still to be read. What its words name comes from the file set ($claim_keys); where
-- that is null, they are to be read.
-- Which claims are still to be set against the register?
select
    claims.claim_id,
    claims.version_id,
    claims.tagger_version,
    claims.lang,
    claims.text,
    claims.agent,
    claims.target,
    keys.agent_words,
    keys.substances,
    keys.is_complaint,
    keys.target_relationships,
    keys.sentence_relationships,
    keys.stems
from fresh_claims as claims
left join read_parquet($claim_keys) as keys
    on
        claims.version_id = keys.version_id
        and claims.claim_id = keys.claim_id
        and claims.has_register_keys
        and keys.substances is not null
where
    claims.kind = 'benefit'
    and (not claims.has_register_keys or claims.register_method is null or claims.is_named)
