-- One row: what the published file holds, by latest versions.
with
article_counts as (
    select
        count(*) as article_count,
        count(*) filter (where gone_at is not null) as gone_count,
        count(*) filter (where article_id not in (select hrefs.article_id from hrefs)) as linkless_article_count,
        count(distinct site) as site_count
    from articles
),

claim_counts as (
    select
        count(*) as claim_count,
        count(*) filter (where support = 'traceable') as traceable_count,
        count(*) filter (where support = 'named') as named_count,
        count(*) filter (where support = 'vague') as vague_count,
        count(*) filter (where support = 'none') as none_count
    from claims
),

citation_counts as (
    select
        count(*) as citation_count,
        count(*) filter (where traceable) as traceable_citation_count,
        count(*) filter (where kind = 'appeal') as vague_appeal_count
    from citations
),

disclosure_counts as (
    select
        count(*) as disclosure_count,
        count(distinct article_id) as disclosure_article_count
    from disclosures
),

empty_sources_counts as (
    select cast(coalesce(sum(empty_sources_article_count), 0) as bigint) as empty_sources_article_count
    from site_scorecard
)

select
    article_counts.article_count,
    article_counts.gone_count,
    article_counts.linkless_article_count,
    article_counts.site_count,
    claim_counts.claim_count,
    claim_counts.traceable_count,
    claim_counts.named_count,
    claim_counts.vague_count,
    claim_counts.none_count,
    citation_counts.citation_count,
    citation_counts.traceable_citation_count,
    citation_counts.vague_appeal_count,
    disclosure_counts.disclosure_count,
    disclosure_counts.disclosure_article_count,
    empty_sources_counts.empty_sources_article_count
from article_counts
cross join claim_counts
cross join citation_counts
cross join disclosure_counts
cross join empty_sources_counts
