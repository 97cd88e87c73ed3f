-- One row per claim of benefit or harm with a citation, one in nine: their texts lie together for who reads the widest
-- gaps.
select
    claim_id,
    article_id,
    site,
    text,
    kind,
    polarity,
    certainty,
    best_level,
    best_basis,
    gap,
    gap_reason as reason
from answers.claims
where gap is not null
