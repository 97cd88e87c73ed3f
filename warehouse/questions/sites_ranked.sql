-- One row per site with claims, the one with the largest share of claims without a traceable source first.
-- Which sites let most of their claims stand without a source that a reader could open?
select
    site,
    article_count,
    claim_count,
    traceable_count,
    untraceable_share,
    vague_appeal_count,
    disclosure_article_count
from site_scorecard
where claim_count > 0
order by untraceable_share desc, claim_count desc, site
