-- One row per cluster of $ids (null: of all), standing in the register of health claims on food, and entry of the
-- register.
select
    claims.cluster_id,
    register.standing,
    register.register,
    register.entry_id,
    any_value(register.wording) as wording,
    any_value(register.conditions) as conditions,
    any_value(register.regulation) as regulation,
    count(*) as claim_count
from claims
inner join claim_register as register
    on claims.claim_id = register.claim_id and claims.article_id = register.article_id
where claims.cluster_id is not null and ($ids is null or claims.cluster_id in (select unnest($ids)))
group by claims.cluster_id, register.standing, register.register, register.entry_id
order by claims.cluster_id, claim_count desc, register.standing, register.entry_id
