-- One row per article of $site, newest first, $most of them after the first $skipped.
with tallies as (
    select
        claims.article_id,
        count(*) as claim_count,
        count(*) filter (where claims.support = 'traceable') as traceable_count,
        count(*) filter (where claims.support = 'named') as named_count,
        count(*) filter (where claims.support = 'vague') as vague_count,
        count(*) filter (where claims.support = 'none') as none_count
    from claims
    inner join articles on claims.article_id = articles.article_id
    where articles.site = $site
    group by claims.article_id
)

select
    articles.article_id,
    articles.title,
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
where articles.site = $site
order by articles.published desc nulls last, articles.article_id
limit ($most) offset ($skipped)
