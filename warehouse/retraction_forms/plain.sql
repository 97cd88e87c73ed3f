-- One row per paper of a plain list ($path): its DOI and, where the list says it, what happened
-- ("Correction;Retraction").
create or replace temp table read_retractions as
select
    doi as told_doi,
    null::varchar as told_pmid,
    coalesce(retractionwatch, 'Retraction') as told_nature,
    null::date as announced_on,
    null::varchar as reasons,
    null::varchar as told_notice_doi,
    null::varchar as title
from (
    select null::varchar as retractionwatch
    where false
    union all by name
    select *
    from read_csv(
        $path, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', normalize_names = true
    )
) as listed;
