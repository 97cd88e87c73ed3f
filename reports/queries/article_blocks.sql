-- One row per line of the articles $ids (null: of all) that is more than a paragraph.
select
    article_id,
    start_char,
    kind,
    level
from blocks
where ($ids is null or article_id in (select unnest($ids))) and kind <> 'paragraph'
order by article_id, start_char
