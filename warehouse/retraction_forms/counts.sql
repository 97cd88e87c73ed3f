-- One row: how many rows name no paper or nothing that happened to it, what the others brought, and how many notices of
-- the earlier list this one does not have.
with notices as (
    select distinct
        doi,
        pmid,
        nature,
        announced_on,
        reasons,
        notice_doi,
        title
    from named_retractions
    where (doi is not null or pmid is not null) and nature <> ''
)

select
    (
        select count(distinct line)
        from named_retractions
        where (doi is null and pmid is null) or nature = ''
    ) as unusable_count,
    count(*) as notice_count,
    count(distinct coalesce(doi, pmid)) as paper_count,
    count(announced_on) as dated_count,
    (
        select count(*) from absent_retractions
    ) as absent_count
from notices;
