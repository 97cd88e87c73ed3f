-- One row per site and kind of publisher that its articles cite, the kind cited most often first within a site.
-- Which kinds of publisher do the articles of each site cite, and how often their own?
select
    articles.site,
    citations.publisher_kind,
    count(*) as citation_count,
    count(distinct citations.article_id) as article_count,
    count_if(citations.is_self_citation) as self_citation_count
from citations
inner join articles on citations.article_id = articles.article_id
where citations.publisher_kind is not null
group by articles.site, citations.publisher_kind
order by articles.site, citation_count desc, citations.publisher_kind
