-- One row per claim and citation offered for it, of the articles $ids (null: of all).
select
    article_id,
    claim_id,
    citation_id
from claim_citations
where ($ids is null or article_id in (select unnest($ids)))
order by article_id, claim_id, citation_id
