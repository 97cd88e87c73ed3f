-- One row per claim for which nothing is offered, newest article first.
-- Which claims about health stand on nothing but the author's own word?
select
    articles.site,
    articles.published,
    articles.title,
    claims.kind,
    claims.polarity,
    claims.certainty,
    claims.text,
    articles.url
from claims
inner join articles on claims.article_id = articles.article_id
where claims.support = 'none'
order by articles.published desc nulls last, articles.site, articles.url, claims.start_char
