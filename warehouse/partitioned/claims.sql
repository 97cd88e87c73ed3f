-- One row per claim, as the view has it, and the site that makes it; a folder for each site.
-- All columns that the view has, whatever they are: hence no list of them.
select
    claims.*, -- noqa: AM04
    articles.site
from claims
inner join articles on claims.article_id = articles.article_id
