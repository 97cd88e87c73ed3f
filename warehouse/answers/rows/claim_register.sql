-- One row per claim of benefit for which the register has an entry: the others say all they have in answers.claims.
select *
from claim_register
where register is not null
