-- One row: what came and went after the moment $since (null: nothing is counted).
select
    count(*) filter (where first_seen_at > $since) as new_article_count,
    count(*) filter (where gone_at > $since) as gone_article_count,
    (select count(*) from article_edits where changed_at > $since) as edit_count,
    (select cast(coalesce(sum(softened_count), 0) as bigint) from article_edits where changed_at > $since)
        as softened_count,
    (select cast(coalesce(sum(strengthened_count), 0) as bigint) from article_edits where changed_at > $since)
        as strengthened_count
from articles
