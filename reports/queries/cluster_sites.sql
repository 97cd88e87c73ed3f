-- One row per cluster of $ids (null: of all) and site, the site that had it first at the top.
select
    cluster_id,
    site,
    cast(sum(claim_count) as bigint) as claim_count,
    cast(sum(article_count) as bigint) as article_count,
    cast(min("month") as varchar) as first_month,
    strftime(min(first_seen_at), '%Y-%m-%d') as first_seen
from claim_spread
where $ids is null or cluster_id in (select unnest($ids))
group by all
order by cluster_id, first_month nulls last, first_seen, site
