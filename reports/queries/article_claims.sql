-- One row per claim of the articles after $after up to $last, in the order of the text.
select
    article_id,
    claim_id,
    start_char,
    end_char,
    text,
    kind,
    polarity,
    certainty,
    agent,
    target,
    support,
    found_by
from claims
where article_id > $after and article_id <= $last
order by article_id, start_char, end_char, claim_id
