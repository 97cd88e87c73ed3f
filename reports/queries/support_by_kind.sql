-- One row per kind of claim that occurs.
select
    kind,
    count(*) as claim_count,
    count(*) filter (where support = 'traceable') as traceable_count,
    count(*) filter (where support = 'named') as named_count,
    count(*) filter (where support = 'vague') as vague_count,
    count(*) filter (where support = 'none') as none_count,
    count(*) filter (where certainty = 'hedged') as hedged_count,
    count(*) filter (where polarity = 'negated') as negated_count
from claims
group by kind
order by kind
