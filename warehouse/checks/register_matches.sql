-- One row per match that is missing, twice there or points nowhere, and per entry of ours that is there twice.
-- Is every claim of benefit set against the register, once, and does its entry exist?
-- severity: error
with
matched as (
    select
        claim_id,
        version_id,
        tagger_version,
        any_value(register) as register,
        any_value(entry_id) as entry_id,
        count(*) as match_count
    from core.register_matches
    group by claim_id, version_id, tagger_version
),

entries as (
    select
        'eu_health_claims' as register,
        entry_id
    from core.eu_health_claims
    union
    select
        form as register,
        entry_id
    from core.register_entries
)

select
    'twice' as what,
    claim_id as id
from matched
where match_count > 1
union all
select
    'no claim' as what,
    matched.claim_id as id
from matched
anti join core.claims
    on
        matched.claim_id = claims.claim_id
        and matched.version_id = claims.version_id
        and matched.tagger_version = claims.tagger_version
union all
select
    'no match' as what,
    claims.claim_id as id
from core.claims
anti join matched
    on
        claims.claim_id = matched.claim_id
        and claims.version_id = matched.version_id
        and claims.tagger_version = matched.tagger_version
where claims.kind = 'benefit'
union all
select
    'no entry' as what,
    matched.entry_id as id
from matched
anti join entries on matched.register = entries.register and matched.entry_id = entries.entry_id
where matched.entry_id is not null
union all
select
    'entry twice' as what,
    entry_id as id
from core.eu_health_claims
group by entry_id
having count(*) > 1
