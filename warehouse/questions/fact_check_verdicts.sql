-- One row per fact-checker and verdict, who checks most first.
-- Which fact-checkers have reviewed claims, and what did they conclude, in one scale?
select
    coalesce(reviewer, regexp_extract(url, '^https?://([^/]+)', 1)) as reviewer_name,
    verdict,
    count(*) as review_count,
    count(*) filter (where verdict_basis = 'number') as by_number_count,
    min(reviewed_on) as first_reviewed_on,
    max(reviewed_on) as last_reviewed_on,
    min_by(claim, review_id) as example
from fact_checks
group by reviewer_name, verdict
order by sum(review_count) over (partition by reviewer_name) desc, reviewer_name, review_count desc, verdict
