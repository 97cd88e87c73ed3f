-- One row per site and period ($unit: week, month or year) of publication that has claims; dates before $earliest or
-- after the page was fetched (two days for time zones) are left out.
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
where articles.published between $earliest and cast(articles.last_seen_at as date) + 2
group by all
order by site, period
