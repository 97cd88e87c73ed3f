-- One row per thing whose keys are to be made now, of those numbered from $first up to $after.
-- What does it say, in which words?
select
    said,
    place,
    text,
    lang,
    kind,
    polarity,
    agent_concept,
    target_concept
from unkeyed
where number >= $first and number < $after
order by number
