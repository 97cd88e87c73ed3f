-- One row per site: its scorecard, for the JSON beside its page.
select * -- noqa: AM04
from site_scorecard
order by site
