-- One row per benefit claim of a load that its own words place outside the register.
insert into core.register_matches by name
select
    claim_id,
    version_id,
    tagger_version,
    'not_a_food_claim' as standing,
    register_method as method
from fresh_claims
where kind = 'benefit' and has_register_keys and register_method is not null and not is_named;
