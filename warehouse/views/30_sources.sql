-- One row per source that an article's latest version points to, with what is known of it. `work` is the same for two
-- sources that are one work: a PMID and a DOI of which a registry says so, there and back.
create or replace view sources as
with
cited as (
    select
        citations.source_id,
        count(*) as citation_count,
        count(distinct citations.article_id) as article_count,
        count(distinct articles.site) as site_count,
        list(distinct citations.kind order by citations.kind) as citation_kinds,
        count(*) filter (where citations.is_self_citation) as self_citation_count,
        -- what most of the articles that say anything call it
        mode(citations.evidence) filter (where citations.evidence <> 'unspecified') as told_level
    from citations
    inner join core.articles on citations.article_id = articles.article_id
    where citations.source_id is not null
    group by citations.source_id
)

select
    sources.source_id,
    sources.scheme,
    sources.value,
    sources.url,
    coalesce(
        'doi:' || case when sources.scheme = 'doi' then sources.value else records.doi end,
        sources.scheme || ':' || sources.value
    ) as work,
    coalesce(records.title, sources.title) as title,
    coalesce(records."year", sources."year") as "year",
    coalesce(records.journal, sources.journal) as journal,
    coalesce(records.first_author, sources.first_author) as first_author,
    coalesce(records.evidence_level, cited.told_level, 'unspecified') as evidence_level,
    case
        when records.evidence_level is not null then records.evidence_basis
        when cited.told_level is not null then 'words of the articles'
    end as evidence_basis,
    records.is_preprint,
    records.is_animal,
    standings.standing,
    standings.announced_on,
    standings.standing_basis,
    sources.publisher_domain,
    publishers.kind as publisher_kind,
    cited.citation_count,
    cited.article_count,
    cited.site_count,
    cited.citation_kinds,
    cited.self_citation_count
from core.sources
inner join cited on sources.source_id = cited.source_id
left join source_records as records on sources.source_id = records.source_id
left join source_standings as standings on sources.source_id = standings.source_id
left join core.publishers on sources.publisher_domain = publishers.domain;
