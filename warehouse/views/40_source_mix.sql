-- One row per site, month of publication (null for articles without a date) and kind of publisher cited: `none` for
-- citations that point to nothing with an address. The shares of a site and month add up to 1.
create or replace view source_mix as
with counted as (
    select
        articles.site,
        date_trunc('month', articles.published)::date as "month",
        coalesce(citations.publisher_kind, 'none') as publisher_kind,
        count(*) as citation_count,
        count(distinct citations.article_id) as article_count,
        count(*) filter (where citations.is_self_citation) as self_citation_count
    from citations
    inner join articles on citations.article_id = articles.article_id
    group by all
)

select
    site,
    "month",
    publisher_kind,
    citation_count,
    article_count,
    self_citation_count,
    sum(citation_count) over (partition by site, "month") as all_citation_count,
    citation_count / sum(citation_count) over (partition by site, "month") as citation_share
from counted;
