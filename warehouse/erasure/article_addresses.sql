-- One row per article and address under which it was ever seen, or which its pages name as its own.
-- Under which other addresses does what is to be forgotten stand?
select
    article_id,
    url
from article_addresses
where url is not null
