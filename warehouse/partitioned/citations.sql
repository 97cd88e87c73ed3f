-- One row per citation, as the view has it, and the site that gives it; a folder for each site.
-- All columns that the view has, whatever they are: hence no list of them.
select
    citations.*, -- noqa: AM04
    articles.site
from citations
inner join articles on citations.article_id = articles.article_id
