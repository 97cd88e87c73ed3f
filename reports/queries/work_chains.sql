-- One row per source of $ids (null: of all) and article that reaches it over another article, which it cites in its
-- stead: the first $most of each, with how many there are.
with
chains as (
    select distinct
        work_source_id,
        article_id,
        page_article_id
    from second_hand
    where $ids is null or work_source_id in (select unnest($ids))
),

ordered as (
    select
        *,
        row_number() over (partition by work_source_id order by article_id, page_article_id) as place,
        count(*) over (partition by work_source_id) as chain_count
    from chains
)

select
    ordered.work_source_id as source_id,
    ordered.article_id,
    articles.title,
    articles.lang,
    articles.site,
    ordered.page_article_id,
    pages.title as page_title,
    pages.lang as page_lang,
    pages.site as page_site,
    ordered.chain_count
from ordered
inner join articles on ordered.article_id = articles.article_id
inner join articles as pages on ordered.page_article_id = pages.article_id
where ordered.place <= $most
order by ordered.work_source_id, ordered.place
