-- One row per review of a fact-checker that matches claims of articles, and stance.
-- Which claims that fact-checkers reviewed stand on which sites, and who states, denies or reviews them?
select
    checks.claim,
    checks.verdict,
    checks.reviewer,
    matched.stance,
    count(distinct matched.article_id) as article_count,
    list(distinct matched.site order by matched.site) as sites
from fact_check_claims as matched
inner join fact_checks as checks on matched.review_id = checks.review_id
group by checks.review_id, checks.claim, checks.verdict, checks.reviewer, matched.stance
order by article_count desc, checks.claim, matched.stance
