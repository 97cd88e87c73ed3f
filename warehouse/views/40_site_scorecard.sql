-- One row per site with articles: what it claims, and what stands behind it. Shares are null where there is no claim.
create or replace view site_scorecard as
with
claim_counts as (
    select
        articles.site,
        count(*) as claim_count,
        count(*) filter (where claims.support = 'traceable') as traceable_count,
        count(*) filter (where claims.support = 'named') as named_count,
        count(*) filter (where claims.support = 'vague') as vague_count,
        count(*) filter (where claims.support = 'none') as none_count
    from core.claims
    inner join core.articles
        on claims.version_id = articles.version_id and claims.tagger_version = articles.tagger_version
    group by articles.site
),

appeal_counts as (
    select
        articles.site,
        count(*) as vague_appeal_count
    from core.citations
    inner join core.articles
        on citations.version_id = articles.version_id and citations.tagger_version = articles.tagger_version
    where citations.kind = 'appeal'
    group by articles.site
),

disclosure_counts as (
    select
        articles.site,
        count(distinct disclosures.article_id) as disclosure_article_count
    from disclosures
    inner join core.articles on disclosures.article_id = articles.article_id
    group by articles.site
),

empty_sources as (
    select article_id
    from sections
    where kind = 'sources'
    group by article_id
    having sum(entry_count) = 0
),

empty_sources_counts as (
    select
        articles.site,
        count(*) as empty_sources_article_count
    from empty_sources
    inner join core.articles on empty_sources.article_id = articles.article_id
    group by articles.site
),

article_counts as (
    select
        site,
        count(*) as article_count,
        min(published) as first_published,
        max(published) as last_published
    from articles
    group by site
)

select
    article_counts.site,
    article_counts.article_count,
    coalesce(claim_counts.claim_count, 0) as claim_count,
    coalesce(claim_counts.traceable_count, 0) as traceable_count,
    coalesce(claim_counts.named_count, 0) as named_count,
    coalesce(claim_counts.vague_count, 0) as vague_count,
    coalesce(claim_counts.none_count, 0) as none_count,
    claim_counts.traceable_count / claim_counts.claim_count as traceable_share,
    claim_counts.named_count / claim_counts.claim_count as named_share,
    claim_counts.vague_count / claim_counts.claim_count as vague_share,
    claim_counts.none_count / claim_counts.claim_count as none_share,
    1 - claim_counts.traceable_count / claim_counts.claim_count as untraceable_share,
    coalesce(appeal_counts.vague_appeal_count, 0) as vague_appeal_count,
    coalesce(disclosure_counts.disclosure_article_count, 0) as disclosure_article_count,
    coalesce(empty_sources_counts.empty_sources_article_count, 0) as empty_sources_article_count,
    article_counts.first_published,
    article_counts.last_published
from article_counts
left join claim_counts on article_counts.site = claim_counts.site
left join appeal_counts on article_counts.site = appeal_counts.site
left join disclosure_counts on article_counts.site = disclosure_counts.site
left join empty_sources_counts on article_counts.site = empty_sources_counts.site;
