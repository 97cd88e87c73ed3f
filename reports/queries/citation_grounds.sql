-- One row per citation that has a source, of the articles $ids (null: of all): what is known of the source.
with
chains as (
    select
        citation_id,
        any_value(page_article_id) as page_article_id,
        count(*) as work_count
    from second_hand
    group by citation_id
)

select
    citations.article_id,
    citations.citation_id,
    citations.source_id,
    citations.source_id in (select unnest($listed_sources)) as is_listed,
    records.evidence_level as registry_level,
    coalesce(records.is_preprint, false) as is_preprint,
    coalesce(citations.is_self_citation, false) as is_self_citation,
    retracted.standing,
    cast(retracted.announced_on as varchar) as announced_on,
    retracted.timing,
    retracted.standing_basis,
    chains.page_article_id,
    chains.work_count
from citations
left join source_records as records on citations.source_id = records.source_id
left join retracted_citations as retracted on citations.citation_id = retracted.citation_id
left join chains on citations.citation_id = chains.citation_id
where
    citations.source_id is not null
    and ($ids is null or citations.article_id in (select unnest($ids)))
order by citations.article_id, citations.citation_id
