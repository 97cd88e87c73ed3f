-- One row per line of an article's text.
create or replace view blocks as
select
    blocks.article_id,
    blocks.version_id,
    blocks.start_char,
    blocks.end_char,
    blocks.kind,
    blocks.level
from core.blocks
inner join core.articles
    on blocks.version_id = articles.version_id and blocks.tagger_version = articles.tagger_version;
