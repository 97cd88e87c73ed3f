-- One row per citation of the articles $ids (null: of all), in the order of the text.
select
    citations.article_id,
    citations.citation_id,
    citations.start_char,
    citations.end_char,
    citations.text,
    citations.kind,
    citations.evidence,
    cast(citations.year as varchar) as year,
    citations.href,
    citations.traceable,
    citations.found_by,
    sources.scheme as source_scheme,
    sources.value as source_value,
    sources.url as source_url
from citations
left join sources on citations.source_id = sources.source_id
where ($ids is null or citations.article_id in (select unnest($ids)))
order by citations.article_id, citations.start_char, citations.end_char, citations.citation_id
