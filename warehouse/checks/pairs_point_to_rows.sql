-- One row per pair of a claim and a citation of which one does not exist in that reading.
-- Does every pair name a claim and a citation of the same version, found by the same tagger?
-- severity: error
select
    pairs.version_id,
    pairs.tagger_version,
    pairs.claim_id,
    pairs.citation_id
from core.claim_citations as pairs
left join core.claims
    on
        pairs.version_id = claims.version_id
        and pairs.tagger_version = claims.tagger_version
        and pairs.claim_id = claims.claim_id
left join core.citations
    on
        pairs.version_id = citations.version_id
        and pairs.tagger_version = citations.tagger_version
        and pairs.citation_id = citations.citation_id
where claims.claim_id is null or citations.citation_id is null
