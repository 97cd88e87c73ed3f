-- One row per claim: what its best citation rests on, as answers.claims has it; null there is no citation.
select
    claim_id,
    article_id,
    kind,
    polarity,
    certainty,
    support,
    coalesce(citation_count, 0) as citation_count,
    best_level,
    best_rank,
    best_basis,
    is_best_preprint,
    publisher_kinds,
    coalesce(retracted_count, 0) as retracted_count,
    coalesce(is_self_cited_only, false) as is_self_cited_only,
    coalesce(second_hand_count, 0) as second_hand_count
from answers.claims
where is_current
