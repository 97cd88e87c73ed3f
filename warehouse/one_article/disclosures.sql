-- One row per disclosure of the article $article, in the order of the text.
select
    start_char,
    end_char,
    text,
    kind
from disclosures
where article_id = $article
order by start_char, end_char, kind
