-- One row per entry of the register of health claims on food: the authorised ones that come with claimtrace, and those
-- of the official register's lists where they were loaded (form eu_register, on_hold).
create or replace view food_health_claims as
select
    'eu_health_claims' as register,
    entry_id,
    article as claim_type,
    substance_en as substance,
    relationship_en as wording_en,
    relationship_nl as wording_nl,
    conditions,
    regulation,
    standing,
    checked,
    checked_nl,
    null::date as list_date
from core.eu_health_claims
union all
select
    form as register,
    entry_id,
    claim_type,
    substance,
    claim as wording_en,
    null as wording_nl,
    conditions,
    regulation,
    standing,
    null as checked,
    null as checked_nl,
    list_date
from core.register_entries;
