-- One row per entry of the register as the warehouse has it: ours, then those of the lists that were loaded. Of ours,
-- `wording_nl` is there and substance and relationship are keys of transforms/register_substances.csv and
-- register_relationships.csv; of loaded ones they are words.
select
    entry_id,
    'eu_health_claims' as register,
    if(standing = 'authorised', 'authorised', 'not_authorised') as standing,
    substance,
    relationship,
    relationship_en as wording_en,
    relationship_nl as wording_nl
from core.eu_health_claims
union all
select
    entry_id,
    form as register,
    standing,
    substance,
    null as relationship,
    concat_ws(' ', claim, health_relationship) as wording_en,
    null as wording_nl
from core.register_entries
order by register, entry_id;
