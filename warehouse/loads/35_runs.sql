-- One row per run of our own crawler: what the file set tells of it takes the place of what was known. A file set that
-- tells nothing (a stranger's, or one of before migration 3) leaves it as it is.
delete from core.runs
where run_id in (select run_id from read_parquet($runs));

insert into core.runs by name
select
    run_id,
    site,
    started_at at time zone 'UTC' as started_at,
    finished_at at time zone 'UTC' as finished_at,
    finish_reason,
    request_count,
    byte_count,
    retry_count,
    discovery_failure_count,
    expected_articles,
    expected_dated_share,
    expected_authored_share,
    expected_languages
from read_parquet($runs);
