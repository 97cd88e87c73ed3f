-- One row per citation of the article $article with the source that it points to, in the order of the text.
select
    citations.citation_id,
    citations.start_char,
    citations.end_char,
    citations.text,
    citations.kind,
    citations.evidence,
    citations.year,
    citations.href,
    citations.traceable,
    citations.found_by,
    citations.score,
    sources.scheme as source_scheme,
    sources.value as source_value,
    sources.url as source_url
from citations
left join sources on citations.source_id = sources.source_id
where citations.article_id = $article
order by citations.start_char, citations.end_char, citations.citation_id
