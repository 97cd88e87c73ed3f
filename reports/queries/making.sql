-- One row per pair of extractor and tagger versions that made what is shown, most articles first.
select
    extractor_version,
    tagger_version,
    count(*) as article_count,
    strftime(min(first_seen_at), '%Y-%m-%d') as first_seen,
    strftime(max(last_seen_at), '%Y-%m-%d') as last_seen
from articles
group by extractor_version, tagger_version
order by article_count desc, extractor_version, tagger_version
