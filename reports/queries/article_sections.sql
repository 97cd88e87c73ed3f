-- One row per heading over sources in the articles after $after up to $last, in the order of the text.
select
    article_id,
    start_char,
    heading,
    entry_count
from sections
where article_id > $after and article_id <= $last and kind = 'sources'
order by article_id, start_char
