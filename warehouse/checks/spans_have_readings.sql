-- One row per version and tagger with claims, citations or disclosures of which there is no text.
-- Does every claim, citation and disclosure belong to an article version that is kept?
-- severity: error
with found as (
    select
        version_id,
        tagger_version
    from core.claims
    union
    select
        version_id,
        tagger_version
    from core.citations
    union
    select
        version_id,
        tagger_version
    from core.disclosures
)

select found.*
from found
anti join core.readings
    on found.version_id = readings.version_id and found.tagger_version = readings.tagger_version
