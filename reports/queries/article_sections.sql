-- One row per heading over sources in the articles $ids (null: in all), in the order of the text.
select
    article_id,
    start_char,
    heading,
    entry_count
from sections
where ($ids is null or article_id in (select unnest($ids))) and kind = 'sources'
order by article_id, start_char
