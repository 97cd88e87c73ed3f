-- One row per claim of the articles $ids (null: of all), in the order of the text.
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
where ($ids is null or article_id in (select unnest($ids)))
order by article_id, start_char, end_char, claim_id
