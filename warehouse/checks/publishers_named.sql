-- One row per source or article with a web address whose publisher is not told by exactly one row.
-- Does every article and every source that has a web address have one publisher?
-- severity: error
with
owners as (
    select
        domain,
        count(*) as row_count
    from core.publishers
    group by domain
),

named as (
    select
        'source' as what,
        source_id as id,
        url,
        publisher_domain
    from core.sources
    union all
    select
        'article' as what,
        article_id as id,
        url,
        publisher_domain
    from core.articles
)

select
    named.what,
    named.id,
    named.publisher_domain
from named
left join owners on named.publisher_domain = owners.domain
where
    named.url like 'http%://%' -- an HTML file of no known address (file:a.html) has no publisher
    and owners.row_count is distinct from 1
