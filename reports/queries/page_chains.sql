-- One row per source of $ids (null: of all) that is the address of an article here, and identified work which that
-- article cites: the first $most works of each, with how many there are.
with
works as (
    select distinct
        source_id,
        page_article_id,
        work_source_id,
        scheme,
        value
    from second_hand
    where $ids is null or source_id in (select unnest($ids))
),

ordered as (
    select
        *,
        row_number() over (partition by source_id order by scheme, value) as place,
        count(*) over (partition by source_id) as chain_count
    from works
)

select
    ordered.source_id,
    ordered.page_article_id as article_id,
    articles.title,
    articles.lang,
    articles.site,
    ordered.work_source_id,
    ordered.work_source_id in (select unnest($listed_sources)) as is_listed,
    ordered.scheme,
    ordered.value,
    ordered.chain_count
from ordered
inner join articles on ordered.page_article_id = articles.article_id
where ordered.place <= $most
order by ordered.source_id, ordered.place
