-- One row per mention and candidate of the answers ($work_candidates), in place of the candidates before.
delete from core.work_candidates
where (citation_id, registry) in (select (citation_id, registry) from read_parquet($work_candidates));

insert into core.work_candidates by name
select
    citation_id,
    registry,
    method,
    rank,
    score,
    query,
    registry_id,
    doi,
    pmid,
    title,
    "year",
    asked_at at time zone 'UTC' as asked_at
from read_parquet($work_candidates);
