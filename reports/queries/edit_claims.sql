-- One row per claim of the articles $ids (null: of all) that an edit changed, in the order of the edits, last first.
select
    article_id,
    from_version_id,
    to_version_id,
    changed_at,
    wording,
    array_to_string(changes, ', ') as changes,
    from_text,
    to_text
from claim_changes
where changes <> ['unchanged'] and ($ids is null or article_id in (select unnest($ids)))
order by article_id, changed_at desc, from_version_id, wording, from_text, to_text
