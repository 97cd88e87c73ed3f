-- One row per source that has a page in the report, $most of them: those with a notice against them, then the ones that
-- most articles cite.
with
seen as (
    select
        citations.source_id,
        strftime(min(articles.first_seen_at), '%Y-%m-%d') as first_seen,
        strftime(max(articles.last_seen_at), '%Y-%m-%d') as last_seen
    from citations
    inner join core.articles as articles on citations.article_id = articles.article_id
    where citations.source_id is not null
    group by citations.source_id
),

listed as (
    select *
    from sources
    order by
        coalesce(standing in ('retracted', 'concern'), false) desc,
        article_count desc,
        scheme in ('url', 'name'),
        citation_count desc,
        source_id
    limit ($most)
)

select
    listed.source_id,
    listed.scheme,
    listed.value,
    listed.url,
    listed.work,
    coalesce(listed.title, retractions.title) as title,
    if(listed.title is null and retractions.title is not null, 'retraction list', null) as title_basis,
    cast(listed."year" as varchar) as "year",
    listed.journal,
    listed.first_author,
    listed.evidence_level,
    listed.evidence_basis,
    coalesce(listed.is_preprint, false) as is_preprint,
    coalesce(listed.is_animal, false) as is_animal,
    array_to_string(records.registries, ', ') as registries,
    array_to_string(records.types, '; ') as types,
    listed.standing,
    cast(listed.announced_on as varchar) as announced_on,
    listed.standing_basis,
    standings.reasons,
    standings.notice_doi,
    listed.publisher_domain,
    listed.publisher_kind,
    publishers.name as publisher_name,
    publishers.reason as publisher_reason,
    listed.citation_count,
    listed.article_count,
    listed.site_count,
    listed.self_citation_count,
    seen.first_seen,
    seen.last_seen
from listed
inner join seen on listed.source_id = seen.source_id
left join source_records as records on listed.source_id = records.source_id
left join source_standings as standings on listed.source_id = standings.source_id
left join retractions on listed.scheme = retractions.scheme and listed.value = retractions.value
left join core.publishers as publishers on listed.publisher_domain = publishers.domain
order by
    coalesce(listed.standing in ('retracted', 'concern'), false) desc,
    listed.article_count desc,
    listed.scheme in ('url', 'name'),
    listed.citation_count desc,
    listed.source_id
