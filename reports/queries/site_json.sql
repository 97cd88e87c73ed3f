-- One row per site: its scorecard, for the JSON beside its page.
select *
from site_scorecard
order by site
