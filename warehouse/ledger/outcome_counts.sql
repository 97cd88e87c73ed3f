-- One row per outcome of the run $run_id, the most frequent first.
select
    outcome,
    count(*) as url_count
from outcomes
where run_id = $run_id
group by outcome
order by url_count desc, outcome
