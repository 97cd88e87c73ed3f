-- One row per load of the file set $fileset: what it held.
select
    page_count,
    article_count,
    claim_count,
    citation_count
from core.loads
where fileset = $fileset
