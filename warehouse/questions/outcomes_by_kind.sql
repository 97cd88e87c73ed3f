-- One row per outcome, the most frequent first.
-- How did the URLs of all runs end, and what share of them is that?
select
    outcome,
    count(*) as url_count,
    count(*) / sum(count(*)) over () as share
from outcomes
group by outcome
order by url_count desc, outcome
