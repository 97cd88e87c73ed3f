-- One row per article of $ids (null: of all): the record of its latest version in an archive of ours, and when it was
-- fetched.
select
    articles.article_id,
    max_by(outcomes.record, outcomes."at") as record,
    max_by(loads.warc, outcomes."at") as warc,
    strftime(max(outcomes."at"), '%Y%m%d%H%M%S') as fetched_at
from articles
inner join core.outcomes as outcomes
    on articles.article_id = outcomes.article_id and articles.version_id = outcomes.version_id
left join core.loads as loads on outcomes.run_id = loads.run_id
where $ids is null or articles.article_id in (select unnest($ids))
group by articles.article_id
order by articles.article_id
