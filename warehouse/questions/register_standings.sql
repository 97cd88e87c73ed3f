-- One row per site with claims of benefit on food or supplements, commercial sites first.
-- How do the claims that sites make for food and supplements stand against the EU register of health claims?
select
    site,
    any_value(publisher_kind) as publisher_kind,
    count(*) as claim_count,
    count(*) filter (where standing = 'authorised') as authorised_count,
    count(*) filter (where standing = 'authorised_other_wording') as other_wording_count,
    count(*) filter (where standing in ('not_authorised', 'on_hold')) as refused_count,
    count(*) filter (where standing = 'not_in_register') as not_in_register_count,
    round(avg((standing = 'not_in_register')::integer), 3) as not_in_register_share
from claim_register
where standing <> 'not_a_food_claim' and polarity = 'affirmed'
group by site
order by any_value(publisher_kind) = 'commercial' desc nulls last, claim_count desc, site
