-- One row per language of articles, most claims first: its articles, and the claims of those by grade.
select
    articles.lang,
    count(distinct articles.article_id) as article_count,
    count(claims.claim_id) as claim_count,
    count(*) filter (where claims.support = 'traceable') as traceable_count,
    count(*) filter (where claims.support = 'named') as named_count,
    count(*) filter (where claims.support = 'vague') as vague_count,
    count(*) filter (where claims.support = 'none') as none_count
from articles
left join claims on articles.article_id = claims.article_id
group by articles.lang
order by claim_count desc, articles.lang
