-- One row per article, those first whose URL or id is most like $asked, $most of them.
select
    article_id,
    url
from articles
order by
    greatest(jaro_winkler_similarity(url, $asked), jaro_winkler_similarity(article_id, $asked)) desc,
    url
limit ($most)
