-- One row per file set that was loaded.
create or replace view loads as
select
    fileset,
    run_id,
    site,
    tagger_version,
    loaded_at,
    page_count,
    article_count,
    claim_count,
    citation_count
from core.loads;
