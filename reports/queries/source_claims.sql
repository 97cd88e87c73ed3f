-- One row per claim that one of the citations $ids (null: of all) of a source is offered for; `number` is the claim's
-- number on its article's page.
with numbered as (
    select
        claim_id,
        row_number() over (partition by article_id order by start_char, end_char, claim_id) as number
    from claims
    where
        $ids is null or article_id in (
            select pairs.article_id from claim_citations as pairs
            where pairs.citation_id in (select unnest($ids))
        )
)

select
    citations.source_id,
    pairs.citation_id,
    numbered.number,
    claims.text,
    claims.kind,
    claims.certainty,
    claims.polarity
from claim_citations as pairs
inner join citations on pairs.citation_id = citations.citation_id
inner join claims on pairs.claim_id = claims.claim_id
inner join numbered on pairs.claim_id = numbered.claim_id
where citations.source_id is not null and ($ids is null or pairs.citation_id in (select unnest($ids)))
order by pairs.citation_id, numbered.number
