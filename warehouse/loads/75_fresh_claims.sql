-- One row per claim of the readings that this load brings, with what is known of it beforehand.
-- That is its cluster and where its words place it in the register, where a file set holds these as they are found by
-- the rules of today ($cluster_rules, $register_rules); its words are here only where that is still to be found. Whose
-- agent is a name of loaded entries ($names) may be in the register all the same. `place` is the order in which claims
-- come: by version and place in its text, of fewer than four billion characters.
create or replace temp table fresh_claims as
with versions as (
    select
        fresh.version_id,
        read.lang,
        row_number() over (order by fresh.version_id) << 32 as place
    from fresh_readings as fresh
    inner join read_parquet($articles) as read on fresh.version_id = read.version_id
),

claims as (
    -- file sets of before migration 2 lack these
    select
        null::varchar as agent,
        null::varchar as target
    where false
    union all by name
    select *
    from read_parquet($claims)
)

select
    claims.claim_id,
    claims.version_id,
    $tagger_version as tagger_version,
    if(
        keys.cluster_rules = $cluster_rules
        and (
            claims.kind <> 'benefit'
            or (keys.register_rules = $register_rules and not coalesce(list_has_any(keys.agent_words, $names), false))
        ),
        null,
        claims.text
    ) as text,
    versions.lang,
    claims.kind,
    claims.polarity,
    claims.agent,
    claims.target,
    claims.agent_concept,
    claims.target_concept,
    versions.place + claims.start_char as place,
    said_number(
        claims.text, versions.lang, claims.kind, claims.polarity, claims.agent_concept, claims.target_concept
    ) as said,
    coalesce(keys.cluster_rules = $cluster_rules, false) as has_cluster_keys,
    coalesce(keys.register_rules = $register_rules, false) as has_register_keys,
    keys.cluster_id,
    keys.method,
    keys.score,
    keys.kind as said_kind,
    keys.agent_concept as known_agent,
    keys.target_concept as known_target,
    keys.register_method,
    coalesce(keys.register_method = 'none' and list_has_any(keys.agent_words, $names), false) as is_named
from claims
inner join versions on claims.version_id = versions.version_id
left join read_parquet($claim_keys) as keys
    on claims.version_id = keys.version_id and claims.claim_id = keys.claim_id;
