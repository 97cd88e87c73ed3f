-- One row per article in a cluster of more than one, the first one among them.
create or replace view article_copies as
select
    articles.article_id,
    articles.cluster_id,
    articles.url,
    articles.site,
    articles.title,
    articles.published,
    articles.first_seen_at,
    articles.article_id = articles.cluster_id as is_first,
    clusters.similarity
from articles
inner join core.clusters on articles.article_id = clusters.article_id;
