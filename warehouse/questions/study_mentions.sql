-- One row per citation of a study that points to nothing, and claim it is offered for, where a year is named.
-- Which studies are mentioned without a link, when were they published, and what were they about?
select
    citations.citation_id,
    citations.evidence,
    citations."year",
    claims.agent,
    claims.target
from citations
inner join claim_citations on citations.citation_id = claim_citations.citation_id
inner join claims on claim_citations.claim_id = claims.claim_id
where
    citations.kind = 'study'
    and citations.source_id is null
    and citations."year" is not null
    and claims.agent is not null
    and claims.target is not null
order by citations.citation_id, claims.claim_id
