-- One row per wording of an appeal that names nothing, letter case and blanks aside; the $most most used.
select
    lower(trim(regexp_replace(citations.text, '\s+', ' ', 'g'))) as wording,
    min(articles.lang) as lang,
    count(*) as citation_count,
    count(distinct citations.article_id) as article_count,
    count(distinct articles.site) as site_count
from citations
inner join articles on citations.article_id = articles.article_id
where citations.kind = 'appeal'
group by wording
order by citation_count desc, article_count desc, wording
limit ($most)
