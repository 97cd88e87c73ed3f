-- One row per origin that was asked ($origins) and the domain of its publisher ($domains), in the same order.
create or replace temp table named_origins as
select
    unnest($origins) as origin,
    unnest($domains) as domain;

update core.sources
set publisher_domain = named.domain
from named_origins as named
where
    sources.publisher_domain is null
    and sources.url is not null
    and regexp_extract(sources.url, $origin_pattern, 0) = named.origin;

update core.articles
set publisher_domain = named.domain
from (
    select
        unnamed.article_id,
        origins.domain
    from core.articles as unnamed
    inner join core.readings
        on unnamed.version_id = readings.version_id and unnamed.tagger_version = readings.tagger_version
    inner join named_origins as origins
        on regexp_extract(coalesce(unnamed.url, readings.url), $origin_pattern, 0) = origins.origin
    where unnamed.publisher_domain is null
) as named
where articles.article_id = named.article_id;

drop table named_origins;
