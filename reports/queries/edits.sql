-- One row per edit of the articles $ids (null: of all), the last first: when, and what became of the claims.
select
    article_id,
    from_version_id,
    to_version_id,
    strftime(seen_before_at, '%Y-%m-%d') as seen_before,
    strftime(changed_at, '%Y-%m-%d') as changed,
    changed_at,
    reworded_count,
    dropped_count,
    added_count,
    softened_count,
    strengthened_count,
    turned_count,
    citation_added_count,
    citation_removed_count
from article_edits
where $ids is null or article_id in (select unnest($ids))
order by article_id, changed_at desc, from_version_id
