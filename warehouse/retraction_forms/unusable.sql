-- One row per row that was read and is of no use though it says something where a DOI should stand, or names a paper
-- and not what happened to it: its line, and what is wrong with it, in words that many rows share and in its own.
select
    read.line,
    case when named.nature = '' then 'no word of what happened' else 'no DOI or PMID' end as kind,
    case
        when named.doi is null and named.pmid is null then '''' || left(trim(read.told_doi), 60) || ''' is no DOI'
        else 'it does not say what happened to the paper'
    end as reason
from read_retractions as read
inner join named_retractions as named on read.line = named.line
where
    (named.doi is null and named.pmid is null and lower(trim(read.told_doi)) not in ('', '0', 'unavailable'))
    or ((named.doi is not null or named.pmid is not null) and named.nature = '')
order by read.line
limit $most;
