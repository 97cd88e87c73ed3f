-- One row per article that is a near-copy of one that was seen earlier, the most copied text first.
-- Which articles were copied from where, as far as who was seen first and the two dates of publication can tell?
select
    copies.site,
    copies.url,
    copies.title,
    copies.published,
    round(copies.similarity, 2) as similarity,
    firsts.site as first_site,
    firsts.url as first_url,
    firsts.published as first_published,
    firsts.first_seen_at,
    clusters.article_count
from article_copies as copies
inner join unique_articles as firsts on copies.cluster_id = firsts.cluster_id
inner join article_clusters as clusters on copies.cluster_id = clusters.cluster_id
where not copies.is_first
order by clusters.article_count desc, copies.cluster_id, copies.first_seen_at, copies.article_id
