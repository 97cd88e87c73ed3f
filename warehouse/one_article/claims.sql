-- One row per claim of the article $article, in the order of the text.
select
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
    found_by,
    score
from claims
where article_id = $article
order by start_char, end_char, claim_id
