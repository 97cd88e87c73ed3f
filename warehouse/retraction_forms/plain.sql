-- One row per paper of a plain list: line $lines, its DOI and, where the list says it, what happened
-- ("Correction;Retraction").
create or replace temp table read_retractions as
select
    unnest($lines::bigint[]) as line,
    unnest($doi::varchar[]) as told_doi,
    null::varchar as told_pmid,
    coalesce(unnest($retractionwatch::varchar[]), 'Retraction') as told_nature,
    null::date as announced_on,
    null::varchar as reasons,
    null::varchar as told_notice_doi,
    null::varchar as title;
