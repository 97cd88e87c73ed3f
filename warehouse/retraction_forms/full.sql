-- One row per notice of Retraction Watch's full form ($path), as Crossref publishes it.
-- https://gitlab.com/crossref/retraction-watch-data: dates are American ("1/31/2024 0:00"), reasons "+Data;+Results;",
-- what has no DOI or PMID says "unavailable", "Unavailable" or 0.
create or replace temp table read_retractions as
select
    originalpaperdoi as told_doi,
    originalpaperpubmedid as told_pmid,
    retractionnature as told_nature,
    coalesce(
        try_strptime(retractiondate, '%m/%d/%Y %H:%M'),
        try_strptime(retractiondate, '%m/%d/%Y'),
        try_strptime(retractiondate, '%Y-%m-%d')
    )::date as announced_on,
    nullif(trim(replace(reason, '+', ''), '; '), '') as reasons,
    retractiondoi as told_notice_doi,
    nullif(trim(title), '') as title
from read_csv(
    $path, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', normalize_names = true,
    max_line_size = 10000000
);
