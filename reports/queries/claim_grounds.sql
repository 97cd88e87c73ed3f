-- One row per claim with a citation, of the articles $ids (null: of all): what it rests on.
select
    article_id,
    claim_id,
    citation_count,
    best_level,
    best_basis,
    is_best_preprint,
    retracted_count,
    is_self_cited_only,
    second_hand_count
from claim_evidence
where citation_count > 0 and ($ids is null or article_id in (select unnest($ids)))
order by article_id, claim_id
