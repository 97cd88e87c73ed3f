-- One row per publisher that is known or cited: a domain, and how much articles' latest versions cite it.
create or replace view publishers as
with cited as (
    select
        sources.publisher_domain as domain,
        count(*) as citation_count,
        count(distinct citations.article_id) as article_count
    from core.citations
    inner join core.articles
        on citations.version_id = articles.version_id and citations.tagger_version = articles.tagger_version
    inner join core.sources on citations.source_id = sources.source_id
    where sources.publisher_domain is not null
    group by sources.publisher_domain
)

select
    publishers.domain,
    publishers.kind,
    publishers.name,
    publishers.owner,
    publishers.country,
    publishers.reason,
    coalesce(cited.citation_count, 0) as citation_count,
    coalesce(cited.article_count, 0) as article_count
from core.publishers
left join cited on publishers.domain = cited.domain
where cited.domain is not null or publishers.kind <> 'unknown';
