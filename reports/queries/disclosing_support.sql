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
),

counted as (
    select
        article_id,
        count(*) as claim_count,
        count(*) filter (where support = 'traceable') as traceable_count,
        count(*) filter (where support = 'named') as named_count,
        count(*) filter (where support = 'vague') as vague_count,
        count(*) filter (where support = 'none') as none_count
    from claims
    group by article_id
)

select
    grouped.article_group,
    count(*) as article_count,
    count(distinct grouped.site) as site_count,
    count(*) filter (where grouped.is_linkless) as linkless_article_count,
    cast(coalesce(sum(counted.claim_count), 0) as bigint) as claim_count,
    cast(coalesce(sum(counted.traceable_count), 0) as bigint) as traceable_count,
    cast(coalesce(sum(counted.named_count), 0) as bigint) as named_count,
    cast(coalesce(sum(counted.vague_count), 0) as bigint) as vague_count,
    cast(coalesce(sum(counted.none_count), 0) as bigint) as none_count
from grouped
left join counted on grouped.article_id = counted.article_id
group by grouped.article_group
order by list_position(['disclosing', 'same_sites', 'other_sites'], grouped.article_group)
