-- One row per group of articles: those that tell of an interest in what they write (a commission, a sponsor, a product
-- of their own), the other articles of the same sites, and the articles of all other sites; their claims by grade.
with
disclosing as (
    select distinct article_id
    from disclosures
    where kind in ('affiliate', 'sponsored', 'sells_product')
),

placed as (
    select
        articles.article_id,
        articles.site,
        disclosing.article_id is not null as is_disclosing,
        bool_or(disclosing.article_id is not null) over (partition by articles.site) as is_of_disclosing_site,
        articles.article_id not in (select hrefs.article_id from hrefs) as is_linkless
    from articles
    left join disclosing on articles.article_id = disclosing.article_id
),

grouped as (
    select
        article_id,
        site,
        is_linkless,
        case when is_disclosing then 'disclosing' when is_of_disclosing_site then 'same_sites' else 'other_sites' end
            as article_group
    from placed
)

select
    grouped.article_group,
    count(distinct grouped.article_id) as article_count,
    count(distinct grouped.site) as site_count,
    count(distinct grouped.article_id) filter (where grouped.is_linkless) as linkless_article_count,
    count(claims.claim_id) as claim_count,
    count(*) filter (where claims.support = 'traceable') as traceable_count,
    count(*) filter (where claims.support = 'named') as named_count,
    count(*) filter (where claims.support = 'vague') as vague_count,
    count(*) filter (where claims.support = 'none') as none_count
from grouped
left join claims on grouped.article_id = claims.article_id
group by grouped.article_group
order by list_position(['disclosing', 'same_sites', 'other_sites'], grouped.article_group)
