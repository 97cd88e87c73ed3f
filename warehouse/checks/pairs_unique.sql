-- One row per pair that stands in a reading more than once.
-- Is every claim paired with a citation at most once?
-- severity: error
select
    version_id,
    tagger_version,
    claim_id,
    citation_id,
    count(*) as row_count
from core.claim_citations
group by version_id, tagger_version, claim_id, citation_id
having count(*) > 1
