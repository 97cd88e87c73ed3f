-- One row per site, as the scorecard counts it.
select
    site,
    article_count,
    claim_count,
    traceable_count,
    named_count,
    vague_count,
    none_count,
    claim_count - traceable_count as untraceable_count,
    vague_appeal_count,
    disclosure_article_count,
    empty_sources_article_count,
    cast(first_published as varchar) as first_published,
    cast(last_published as varchar) as last_published
from site_scorecard
order by site
