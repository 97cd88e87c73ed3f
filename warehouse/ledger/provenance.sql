-- One row per warehouse: which loads made it, and which versions of extractor and tagger read what they brought.
select
    count(*) as load_count,
    min(loaded_at) as first_loaded_at,
    max(loaded_at) as last_loaded_at,
    max_by(fileset, load_number) as last_fileset,
    list(distinct run_id order by run_id) as runs,
    list(distinct tagger_version order by tagger_version) as tagger_versions,
    list(distinct extractor_version order by extractor_version) as extractor_versions,
    (
        select max_by("name", "number")
        from core.migrations
    ) as schema_version
from core.loads
