-- One row per source, the one cited in most articles first.
-- Which sources do articles lean on most?
select
    scheme,
    value,
    url,
    article_count,
    citation_count
from sources
order by article_count desc, citation_count desc, scheme, value
