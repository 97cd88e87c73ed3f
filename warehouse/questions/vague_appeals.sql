-- One row per wording of an appeal to science or authority that names nothing, the most used first.
-- With which words do authors appeal to science without naming any?
select
    articles.lang,
    lower(citations.text) as words,
    count(*) as citation_count,
    count(distinct citations.article_id) as article_count,
    count(distinct articles.site) as site_count
from citations
inner join articles on citations.article_id = articles.article_id
where citations.kind = 'appeal'
group by articles.lang, lower(citations.text)
order by citation_count desc, words
