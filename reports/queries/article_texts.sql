-- One row per article of $ids (null: every one), by its id.
select
    article_id,
    version_id,
    url,
    site,
    lang,
    title,
    author,
    cast(published as varchar) as published,
    cast(modified as varchar) as modified,
    cast(reviewed as varchar) as reviewed,
    text,
    word_count,
    strftime(first_seen_at, '%Y-%m-%d') as first_seen,
    strftime(last_seen_at, '%Y-%m-%d') as last_seen,
    strftime(gone_at, '%Y-%m-%d') as gone,
    version_count,
    extractor_version,
    tagger_version
from articles
where $ids is null or article_id in (select unnest($ids))
order by article_id
