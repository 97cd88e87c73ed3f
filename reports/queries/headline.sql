-- One row: what the published file holds, by latest versions; the sum is null where there is no site.
select
    (select count(*) from articles) as article_count,
    (select count(*) from articles where gone_at is not null) as gone_count,
    (select count(distinct site) from articles) as site_count,
    (select count(*) from claims) as claim_count,
    (select count(*) from claims where support = 'traceable') as traceable_count,
    (select count(*) from claims where support = 'named') as named_count,
    (select count(*) from claims where support = 'vague') as vague_count,
    (select count(*) from claims where support = 'none') as none_count,
    (select count(*) from citations) as citation_count,
    (select count(*) from citations where traceable) as traceable_citation_count,
    (select count(*) from citations where kind = 'appeal') as vague_appeal_count,
    (select count(*) from disclosures) as disclosure_count,
    (select count(distinct article_id) from disclosures) as disclosure_article_count,
    (select cast(sum(empty_sources_article_count) as bigint) from site_scorecard) as empty_sources_article_count
