-- One row per claim of the article $article and citation that is offered for it.
select
    claim_id,
    citation_id
from claim_citations
where article_id = $article
order by claim_id, citation_id
