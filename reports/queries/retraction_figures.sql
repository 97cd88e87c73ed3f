-- One row: the retraction lists that are loaded, and the citations that could be held against them.
with
lists as (
    select
        count(distinct form) as list_count,
        count(distinct coalesce(doi, pmid)) as listed_paper_count,
        cast(max(list_date) as varchar) as list_date
    from core.retractions
),

registries as (
    select count(*) as work_count from core.works
),

identified as (
    select count(*) as identified_count
    from citations
    inner join core.sources as sources on citations.source_id = sources.source_id
    left join source_records as records on citations.source_id = records.source_id
    where sources.scheme in ('doi', 'pmid') or records.doi is not null or records.pmid is not null
),

matched as (
    select
        count(*) filter (where standing = 'retracted') as retracted_count,
        count(distinct article_id) filter (where standing = 'retracted') as retracted_article_count,
        count(distinct source_id) filter (where standing = 'retracted') as retracted_source_count,
        count(*) filter (where standing = 'retracted' and timing = 'cited_after') as cited_after_count,
        count(*) filter (where standing = 'retracted' and timing = 'still_cited') as still_cited_count,
        count(*) filter (where standing = 'concern') as concern_count
    from retracted_citations
)

select
    lists.list_count,
    lists.listed_paper_count,
    lists.list_date,
    registries.work_count,
    identified.identified_count,
    matched.retracted_count,
    matched.retracted_article_count,
    matched.retracted_source_count,
    matched.cited_after_count,
    matched.still_cited_count,
    matched.concern_count
from lists
cross join registries
cross join identified
cross join matched
