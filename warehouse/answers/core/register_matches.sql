-- One row per claim of benefit of a reading: where it stands against the register, as answers.claims has it.
select
    claim_id,
    version_id,
    tagger_version,
    register_standing as standing,
    register,
    entry_id,
    register_method as method,
    register_score as score
from answers.claims
where register_standing is not null
