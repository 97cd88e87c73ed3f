-- One row per claim of benefit for which the register has an entry: the others say all they have in answers.claims.
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
from claim_register
where register is not null
