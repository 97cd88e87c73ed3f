-- One row per claim and citation offered for it, of the articles after $after up to $last.
select
    article_id,
    claim_id,
    citation_id
from claim_citations
where article_id > $after and article_id <= $last
order by article_id, claim_id, citation_id
