-- One row per article with a claim that has no traceable source; the $most with most of them.
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
    tallies.claim_count,
    tallies.traceable_count,
    tallies.named_count,
    tallies.vague_count,
    tallies.none_count
from tallies
inner join articles on tallies.article_id = articles.article_id
where tallies.claim_count > tallies.traceable_count
order by tallies.claim_count - tallies.traceable_count desc, articles.article_id
limit ($most)
