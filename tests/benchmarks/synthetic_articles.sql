-- One row per article of a synthetic warehouse, as a file set has it.
select
    readings.version_id,
    readings.article_id,
    readings.url,
    articles.site,
    readings.lang,
    readings.title,
    readings.author,
    readings.published,
    readings.modified,
    readings.reviewed,
    readings.text,
    readings.fetched_at,
    versions.content_hash,
    readings.extractor_version,
    signatures.signature,
    signatures.bands,
    len(regexp_extract_all(readings.text, '\S+')) as word_count
from core.articles
inner join core.readings on articles.version_id = readings.version_id
inner join core.versions on articles.version_id = versions.version_id
inner join core.signatures on versions.content_hash = signatures.content_hash
