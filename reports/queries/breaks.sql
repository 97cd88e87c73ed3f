-- One row per day and sort of break in the record: another tagger's readings stand from here (tagger), or runs failed
-- or saw too little in this week (outage); with the sites it concerns.
select
    'tagger' as sort,
    cast(since as varchar) as "day",
    count(distinct site) as site_count,
    string_agg(distinct site, ', ' order by site) as sites
from tagger_breaks
group by since
union all
select
    'outage' as sort,
    cast(week as varchar) as "day",
    count(distinct site) as site_count,
    string_agg(distinct site, ', ' order by site) as sites
from coverage
where is_degraded
group by week
order by "day", sort
