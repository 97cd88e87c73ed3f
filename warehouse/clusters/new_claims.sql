-- One row per claim that was never said in these words, the first of those that say it in one load.
-- Which claims are still to be clustered, in the order in which they came?
select
    said,
    text,
    lang,
    kind,
    polarity,
    agent_concept,
    target_concept
from fresh_claims
where place = said and said not in (select said from said_before)
order by said
