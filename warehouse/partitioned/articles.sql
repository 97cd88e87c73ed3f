-- One row per article, as the view has it; a folder for each site.
-- All columns that the view has, whatever they are: hence no list of them.
select * -- noqa: AM04
from articles
