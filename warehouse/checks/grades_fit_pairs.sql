-- One row per claim whose grade its pairs do not bear out.
-- Is a claim graded none only without pairs, and traceable only with a traceable citation?
-- severity: error
with pairs as (
    select
        pairs.version_id,
        pairs.tagger_version,
        pairs.claim_id,
        bool_or(citations.traceable) as has_traceable
    from core.claim_citations as pairs
    inner join core.citations
        on
            pairs.version_id = citations.version_id
            and pairs.tagger_version = citations.tagger_version
            and pairs.citation_id = citations.citation_id
    group by pairs.version_id, pairs.tagger_version, pairs.claim_id
)

select
    claims.version_id,
    claims.tagger_version,
    claims.claim_id,
    claims.support
from core.claims
left join pairs
    on
        claims.version_id = pairs.version_id
        and claims.tagger_version = pairs.tagger_version
        and claims.claim_id = pairs.claim_id
where
    (claims.support = 'none') <> (pairs.claim_id is null)
    or (claims.support = 'traceable') <> coalesce(pairs.has_traceable, false)
