-- One row per source and registry of the answers ($source_answers), and per work that the source was matched with
-- ($source_works): the last answer takes the place of the one before, and its matches that of the matches before.
delete from core.source_works
where (source_id, registry) in (select (source_id, registry) from read_parquet($source_answers));

insert into core.source_works by name
select
    source_id,
    work_id,
    registry,
    method,
    score,
    is_checked_back
from read_parquet($source_works);

delete from core.source_answers
where (source_id, registry) in (select (source_id, registry) from read_parquet($source_answers));

insert into core.source_answers by name
select
    source_id,
    registry,
    status,
    http_status,
    reason,
    asked_at at time zone 'UTC' as asked_at,
    next_try_at at time zone 'UTC' as next_try_at
from read_parquet($source_answers);
