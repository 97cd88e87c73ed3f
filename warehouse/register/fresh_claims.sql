-- One row per benefit claim of a load that entries of the register decide on: it names a food, or one of the names of
-- loaded entries ($names), or its words are still to be read (then `is_read` is false).
-- Which claims are still to be set against the register?
select
    claim_id,
    version_id,
    tagger_version,
    lang,
    has_register_keys and register_method is null as is_read,
    text,
    agent,
    target,
    agent_words,
    substances,
    is_complaint,
    target_relationships,
    sentence_relationships,
    stems
from fresh_claims
where
    kind = 'benefit'
    and (
        not has_register_keys
        or register_method is null
        or (register_method = 'none' and list_has_any(agent_words, $names::varchar []))
    )
