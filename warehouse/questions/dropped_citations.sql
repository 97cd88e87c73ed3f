-- One row per site that took a citation from a claim which still stands, in the 30 days up to the last crawl of all.
-- Which sites dropped a citation last month, from how many of the claims in the articles that they edited?
select
    site,
    sum(len(removed_citations)) as citation_count,
    count(*) filter (where removed_citations <> []) as claim_count,
    count(*) as followed_count,
    count(*) filter (where removed_citations <> []) / count(*) as claim_share,
    count(*) filter (where list_contains(changes, 'grade_lowered')) as grade_lowered_count,
    count(distinct article_id) filter (where removed_citations <> []) as article_count
from claim_changes
where
    wording in ('unchanged', 'reworded')
    and changed_at > (select max(outcomes."at") from outcomes) - interval 30 day
group by site
having citation_count > 0
order by claim_count desc, site
