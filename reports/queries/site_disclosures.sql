-- One row per site and kind of disclosure.
select
    articles.site,
    disclosures.kind,
    count(*) as disclosure_count,
    count(distinct disclosures.article_id) as article_count
from disclosures
inner join articles on disclosures.article_id = articles.article_id
group by articles.site, disclosures.kind
order by articles.site, article_count desc, disclosures.kind
