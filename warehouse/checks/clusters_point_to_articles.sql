-- One row per article whose cluster is not what it should be.
-- Has every cluster of near-copies two articles at least, and as its id that of the one that was seen first?
-- severity: error
with
members as (
    select
        clusters.article_id,
        clusters.cluster_id,
        articles.article_id is null as is_stray,
        count(*) over (partition by clusters.cluster_id) as article_count,
        first_value(clusters.article_id) over (
            partition by clusters.cluster_id
            order by articles.first_seen_at, clusters.article_id
        ) as first_id,
        count(*) over (partition by clusters.article_id) as cluster_count
    from core.clusters
    left join core.articles on clusters.article_id = articles.article_id
)

select
    article_id,
    cluster_id
from members
where
    is_stray
    or article_count < 2
    or cluster_count > 1
    or cluster_id <> first_id
