-- One row per source that has an identifier which registries of works know.
-- Which sources can be looked up, those first that most citations point to?
select
    sources.source_id,
    sources.scheme,
    sources.value,
    count(citations.citation_id) as citation_count
from core.sources
left join core.citations on sources.source_id = citations.source_id
where sources.scheme in ('doi', 'pmid', 'pmcid', 'arxiv')
group by sources.source_id, sources.scheme, sources.value
order by citation_count desc, sources.source_id
