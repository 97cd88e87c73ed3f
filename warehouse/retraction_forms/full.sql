-- One row per notice of Retraction Watch's full form, as Crossref publishes it: line $lines and its cells.
-- https://gitlab.com/crossref/retraction-watch-data: dates are American ("1/31/2024 0:00"), reasons "+Data;+Results;",
-- what has no DOI or PMID says "unavailable", "Unavailable" or 0.
create or replace temp table read_retractions as
select
    line,
    told_doi,
    told_pmid,
    told_nature,
    coalesce(
        try_strptime(told_date, '%m/%d/%Y %H:%M'),
        try_strptime(told_date, '%m/%d/%Y'),
        try_strptime(told_date, '%Y-%m-%d')
    )::date as announced_on,
    nullif(trim(replace(told_reasons, '+', ''), '; '), '') as reasons,
    told_notice_doi,
    nullif(trim(told_title), '') as title
from (
    select
        unnest($lines::bigint[]) as line,
        unnest($originalpaperdoi::varchar[]) as told_doi,
        unnest($originalpaperpubmedid::varchar[]) as told_pmid,
        unnest($retractionnature::varchar[]) as told_nature,
        unnest($retractiondate::varchar[]) as told_date,
        unnest($reason::varchar[]) as told_reasons,
        unnest($retractiondoi::varchar[]) as told_notice_doi,
        unnest($title::varchar[]) as told_title
) as listed;
