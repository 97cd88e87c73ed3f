-- One row per article: its latest version, as the tagger that was loaded last read it.
create or replace view articles as
select
    articles.article_id,
    articles.version_id,
    coalesce(articles.url, readings.url) as url,
    articles.site,
    readings.lang,
    readings.title,
    readings.author,
    readings.published,
    readings.modified,
    readings.reviewed,
    readings.text,
    readings.word_count,
    articles.first_seen_at,
    articles.last_seen_at,
    articles.gone_at,
    articles.missing_since,
    articles.moved_to,
    articles.version_count,
    readings.extractor_version,
    readings.tagger_version,
    coalesce(clusters.cluster_id, articles.article_id) as cluster_id
from core.articles
inner join core.readings
    on articles.version_id = readings.version_id and articles.tagger_version = readings.tagger_version
left join core.clusters on articles.article_id = clusters.article_id;
