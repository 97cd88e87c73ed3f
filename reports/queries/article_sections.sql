-- One row per heading of the articles after $after up to $last, in the order of the text.
select
    article_id,
    start_char,
    end_char,
    heading,
    kind,
    entry_count,
    link_count
from sections
where article_id > $after and article_id <= $last
order by article_id, start_char
