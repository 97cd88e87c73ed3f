-- One row: how many files of pages were loaded, and when last.
select
    count(*) as fileset_count,
    count(distinct run_id) as run_count,
    strftime(max(loaded_at), '%Y-%m-%d') as last_loaded
from loads
