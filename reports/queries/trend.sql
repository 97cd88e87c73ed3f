-- One row per site and period ($unit: week, month or year) of publication since $earliest that has claims.
select
    articles.site,
    cast(date_trunc($unit, articles.published) as date) as period,
    count(distinct articles.article_id) as article_count,
    count(*) as claim_count,
    count(*) filter (where claims.support = 'traceable') as traceable_count,
    count(*) filter (where claims.support = 'named') as named_count,
    count(*) filter (where claims.support = 'vague') as vague_count,
    count(*) filter (where claims.support = 'none') as none_count
from claims
inner join articles on claims.article_id = articles.article_id
where articles.published >= $earliest
group by all
order by site, period
