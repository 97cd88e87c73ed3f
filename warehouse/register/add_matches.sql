-- One row per claim that was set against the register, given in columns of equal length ($claim_ids, $standings, …).
insert into core.register_matches by name
select
    unnest($claim_ids) as claim_id,
    unnest($version_ids) as version_id,
    unnest($tagger_versions) as tagger_version,
    unnest($standings) as standing,
    unnest($registers) as register,
    unnest($entry_ids) as entry_id,
    unnest($methods) as method,
    unnest($scores) as score;
