-- One row per citation of a page that is itself an article in this warehouse, and identified work which that page
-- cites: the chain from the citing article over the page to the paper. What the page does not show by an identifier
-- is no chain, and of a page that was never crawled nothing is known.
create or replace view second_hand as
with
-- only what is cited: of all addresses, few are
pages as (
    select
        addresses.url,
        any_value(addresses.article_id) as article_id
    from article_addresses as addresses
    where addresses.url in (select url from core.sources)
    group by addresses.url
    having count(distinct addresses.article_id) = 1
),

works_of_pages as (
    select distinct
        citations.article_id,
        citations.source_id,
        sources.scheme,
        sources.value
    from core.citations as citations
    inner join core.articles as articles
        on citations.version_id = articles.version_id and citations.tagger_version = articles.tagger_version
    inner join core.sources as sources on citations.source_id = sources.source_id
    where sources.scheme in ('doi', 'pmid', 'pmcid', 'pii', 'arxiv', 'nct', 'isrctn')
)

select
    citations.citation_id,
    citations.article_id,
    citations.source_id,
    pages.article_id as page_article_id,
    pages.url as page_url,
    citations.publisher_kind as page_publisher_kind,
    works.source_id as work_source_id,
    works.scheme,
    works.value
from citations
inner join core.sources as sources on citations.source_id = sources.source_id
inner join pages on sources.url = pages.url and citations.article_id <> pages.article_id
inner join works_of_pages as works on pages.article_id = works.article_id;
