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
        addresses.article_id,
        origins.domain
    from (
        select
            article_id,
            url
        from core.articles
        where publisher_domain is null and url is not null
        union all
        select
            unnamed.article_id,
            readings.url
        from core.articles as unnamed
        inner join core.readings
            on unnamed.version_id = readings.version_id and unnamed.tagger_version = readings.tagger_version
        where unnamed.publisher_domain is null and unnamed.url is null
    ) as addresses
    inner join named_origins as origins
        on regexp_extract(addresses.url, $origin_pattern, 0) = origins.origin
) as named
where articles.article_id = named.article_id;

drop table named_origins;
