-- One row per address that the text of an article links to.
-- Which pages that stay link to what is forgotten?
select distinct
    article_id,
    url
from hrefs
