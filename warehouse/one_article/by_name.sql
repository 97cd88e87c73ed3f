-- One row per article that $asked names outright: by its id, its URL, or a URL under which a run met it.
select distinct
    articles.article_id,
    articles.url
from articles
left join outcomes on articles.article_id = outcomes.article_id
where articles.article_id = $asked or articles.url in ($asked, $canonical) or outcomes.url in ($asked, $canonical)
order by articles.article_id
