-- One row per pair of near-copies that are not in one cluster.
-- Are the two articles of every pair of near-copies in the same cluster, and is every pair there once?
-- severity: error
select
    pairs.article_id,
    pairs.other_article_id
from core.copy_pairs as pairs
left join core.clusters as own on pairs.article_id = own.article_id
left join core.clusters as other on pairs.other_article_id = other.article_id
group by pairs.article_id, pairs.other_article_id
having
    count(*) > 1
    or coalesce(min(own.cluster_id), '') <> coalesce(max(other.cluster_id), '-')
