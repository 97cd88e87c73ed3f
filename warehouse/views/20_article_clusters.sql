-- One row per cluster of near-copies; an article without any is a cluster of one.
create or replace view article_clusters as
select
    cluster_id,
    count(*) as article_count,
    count(distinct site) as site_count,
    list(distinct site order by site) as sites,
    min(first_seen_at) as first_seen_at,
    min_by(site, (first_seen_at, article_id)) as first_site,
    min(published) as first_published
from articles
group by cluster_id;
