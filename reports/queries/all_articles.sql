-- One row per article, the newest first, with its claims by grade; with $by_site those of one site together.
with tallies as (
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
    articles.article_id,
    articles.title,
    articles.site,
    articles.lang,
    cast(articles.published as varchar) as published,
    articles.gone_at is not null as is_gone,
    coalesce(tallies.claim_count, 0) as claim_count,
    coalesce(tallies.traceable_count, 0) as traceable_count,
    coalesce(tallies.named_count, 0) as named_count,
    coalesce(tallies.vague_count, 0) as vague_count,
    coalesce(tallies.none_count, 0) as none_count
from articles
left join tallies on articles.article_id = tallies.article_id
order by case when $by_site then articles.site end, articles.published desc nulls last, articles.article_id
