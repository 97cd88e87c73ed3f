-- One row per claim and citation that is offered for it.
create or replace view claim_citations as
select
    claim_citations.claim_id,
    claim_citations.citation_id,
    claim_citations.article_id
from core.claim_citations
inner join core.articles
    on claim_citations.version_id = articles.version_id and claim_citations.tagger_version = articles.tagger_version;
