-- One row per work and registry of the answers ($works): each takes the place of what was known of it.
delete from core.works
where work_id in (select work_id from read_parquet($works));

insert into core.works by name
select
    work_id,
    registry,
    registry_id,
    doi,
    pmid,
    pmcid,
    title,
    "year",
    journal,
    publisher,
    first_author,
    types,
    is_preprint,
    is_animal,
    is_retracted,
    retraction_notice,
    retracted_on
from read_parquet($works);
