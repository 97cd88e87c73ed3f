-- One row per heading of an article and what stands under it.
create or replace view sections as
select
    sections.article_id,
    sections.version_id,
    sections.start_char,
    sections.end_char,
    sections.heading,
    sections.kind,
    sections.entry_count,
    sections.link_count
from core.sections
inner join core.articles
    on sections.version_id = articles.version_id and sections.tagger_version = articles.tagger_version;
