-- One row per citation of an article's latest version.
create or replace view citations as
select
    citations.citation_id,
    citations.article_id,
    citations.version_id,
    citations.start_char,
    citations.end_char,
    citations.text,
    citations.kind,
    citations.evidence,
    citations.year,
    citations.href,
    citations.traceable,
    citations.source_id,
    citations.found_by,
    citations.score,
    citations.tagger_version,
    cited.kind as publisher_kind,
    case
        when cited.domain is null then null
        else cited.domain = own.domain or coalesce(cited.owner = own.owner, false)
    end as is_self_citation
from core.citations
inner join core.articles
    on citations.version_id = articles.version_id and citations.tagger_version = articles.tagger_version
left join core.sources on citations.source_id = sources.source_id
left join core.publishers as cited on sources.publisher_domain = cited.domain
left join core.publishers as own on articles.publisher_domain = own.domain;
