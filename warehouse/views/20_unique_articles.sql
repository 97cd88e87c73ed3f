-- One row per cluster: the article of it that was seen first, which stands for all of them.
create or replace view unique_articles as
select
    article_id,
    version_id,
    url,
    site,
    lang,
    title,
    author,
    published,
    modified,
    reviewed,
    text,
    word_count,
    first_seen_at,
    last_seen_at,
    gone_at,
    missing_since,
    moved_to,
    version_count,
    extractor_version,
    tagger_version,
    cluster_id
from articles
where article_id = cluster_id;
