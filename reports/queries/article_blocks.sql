-- One row per line of the articles after $after up to $last that is more than a paragraph.
select
    article_id,
    start_char,
    kind,
    level
from blocks
where article_id > $after and article_id <= $last and kind <> 'paragraph'
order by article_id, start_char
