-- One row per disclosure of the articles $ids (null: of all), in the order of the text.
select
    article_id,
    start_char,
    end_char,
    text,
    kind
from disclosures
where ($ids is null or article_id in (select unnest($ids)))
order by article_id, start_char, end_char, kind
