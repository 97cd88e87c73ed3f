-- One row per article whose id begins with $asked or whose URL holds it, $most of them.
select
    article_id,
    url
from articles
where starts_with(article_id, $asked) or contains(lower(url), lower($asked))
order by url
limit ($most)
