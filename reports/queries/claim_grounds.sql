-- One row per claim with a citation, of the $most articles after article_id $after: what it rests on.
with stretch as (
    select article_id
    from articles
    where article_id > $after
    order by article_id
    limit ($most)
)

select
    claim_id,
    citation_count,
    best_level,
    best_basis,
    is_best_preprint,
    retracted_count,
    is_self_cited_only,
    second_hand_count
from claim_evidence
where citation_count > 0 and article_id in (select stretch.article_id from stretch)
