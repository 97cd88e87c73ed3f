-- One row per site, as the scorecard counts it, with how many of its articles hold no link at all.
with linkless as (
    select
        site,
        count(*) as article_count
    from articles
    where article_id not in (select hrefs.article_id from hrefs)
    group by site
)

select
    site_scorecard.site,
    site_scorecard.article_count,
    site_scorecard.claim_count,
    site_scorecard.traceable_count,
    site_scorecard.named_count,
    site_scorecard.vague_count,
    site_scorecard.none_count,
    site_scorecard.claim_count - site_scorecard.traceable_count as untraceable_count,
    site_scorecard.vague_appeal_count,
    site_scorecard.disclosure_article_count,
    site_scorecard.empty_sources_article_count,
    coalesce(linkless.article_count, 0) as linkless_article_count,
    cast(site_scorecard.first_published as varchar) as first_published,
    cast(site_scorecard.last_published as varchar) as last_published
from site_scorecard
left join linkless on site_scorecard.site = linkless.site
order by site_scorecard.site
