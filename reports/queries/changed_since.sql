-- One row: what came and went after the moment $since (null: nothing is counted).
with
article_changes as (
    select
        count(*) filter (where first_seen_at > $since) as new_article_count,
        count(*) filter (where gone_at > $since) as gone_article_count
    from articles
),

edit_changes as (
    select
        count(*) as edit_count,
        cast(coalesce(sum(softened_count), 0) as bigint) as softened_count,
        cast(coalesce(sum(strengthened_count), 0) as bigint) as strengthened_count
    from article_edits
    where changed_at > $since
)

select
    article_changes.new_article_count,
    article_changes.gone_article_count,
    edit_changes.edit_count,
    edit_changes.softened_count,
    edit_changes.strengthened_count
from article_changes
cross join edit_changes
