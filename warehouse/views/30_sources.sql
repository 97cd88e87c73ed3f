-- One row per source that an article's latest version points to.
create or replace view sources as
select
    sources.source_id,
    sources.scheme,
    sources.value,
    sources.url,
    count(*) as citation_count,
    count(distinct citations.article_id) as article_count
from core.sources
inner join citations on sources.source_id = citations.source_id
group by sources.source_id, sources.scheme, sources.value, sources.url;
