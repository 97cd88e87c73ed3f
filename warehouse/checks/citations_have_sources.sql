-- One row per citation that names a source of which there is no row.
-- Is there a source for every source_id?
-- severity: error
select
    citations.version_id,
    citations.citation_id,
    citations.source_id
from core.citations
anti join core.sources
    on citations.source_id = sources.source_id
where citations.source_id is not null
