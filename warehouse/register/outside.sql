-- One row per benefit claim of a load that its own words place outside the register, unless its agent has one of the
-- names of loaded entries ($names).
insert into core.register_matches by name
select
    claim_id,
    version_id,
    tagger_version,
    'not_a_food_claim' as standing,
    register_method as method
from fresh_claims
where
    kind = 'benefit'
    and has_register_keys
    and register_method is not null
    and not (register_method = 'none' and list_has_any(agent_words, $names::varchar []));
