-- One row per kind of publisher that sites are of: how their claims that a food or supplement does good stand against
-- the EU register of health claims. Claims that deny a benefit are left out.
select
    coalesce(publisher_kind, 'unknown') as publisher_kind,
    count(distinct site) as site_count,
    count(*) as claim_count,
    count(*) filter (where standing = 'authorised') as authorised_count,
    count(*) filter (where standing = 'authorised_other_wording') as authorised_other_wording_count,
    count(*) filter (where standing = 'not_authorised') as not_authorised_count,
    count(*) filter (where standing = 'on_hold') as on_hold_count,
    count(*) filter (where standing = 'not_in_register') as not_in_register_count
from claim_register
where standing <> 'not_a_food_claim' and polarity = 'affirmed'
group by coalesce(publisher_kind, 'unknown')
order by coalesce(publisher_kind, 'unknown') = 'commercial' desc, claim_count desc, coalesce(publisher_kind, 'unknown')
