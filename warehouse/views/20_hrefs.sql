-- One row per hyperlink in an article's text.
create or replace view hrefs as
select
    hrefs.article_id,
    hrefs.version_id,
    hrefs.start_char,
    hrefs.end_char,
    hrefs.url
from core.hrefs
inner join core.articles
    on hrefs.version_id = articles.version_id and hrefs.tagger_version = articles.tagger_version;
