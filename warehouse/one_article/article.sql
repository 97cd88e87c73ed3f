-- One row: the article $article.
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
    version_count,
    extractor_version,
    tagger_version
from articles
where article_id = $article
