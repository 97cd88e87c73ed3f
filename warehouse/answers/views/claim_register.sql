-- One row per claim of benefit: those with an entry of the register as they were laid down, then all others.
select
    claim_id,
    article_id,
    site,
    publisher_kind,
    text,
    polarity,
    certainty,
    standing,
    register,
    entry_id,
    method,
    score,
    substance,
    wording,
    conditions,
    regulation
from answers.claim_register
union all
select
    claim_id,
    article_id,
    site,
    publisher_kind,
    text,
    polarity,
    certainty,
    coalesce(register_standing, 'not_a_food_claim') as standing,
    register,
    entry_id,
    coalesce(register_method, 'none') as method,
    register_score as score,
    null as substance,
    null as wording,
    null as conditions,
    null as regulation
from answers.claims
where is_current and kind = 'benefit' and register is null
