-- One row per edit or followed claim that points to nothing, or is there twice.
-- Does every edit lie between two versions of its article, and every change in an edit, each once?
-- severity: error
select
    'edit' as relation,
    edits.article_id,
    edits.changed_at,
    count(*) as row_count
from core.edits
left join core.versions as earlier
    on edits.from_version_id = earlier.version_id and edits.article_id = earlier.article_id
left join core.versions as later
    on edits.to_version_id = later.version_id and edits.article_id = later.article_id
group by
    edits.article_id,
    edits.changed_at,
    edits.from_version_id,
    edits.to_version_id
having
    count(*) > 1
    or count(earlier.version_id) = 0
    or count(later.version_id) = 0
    or any_value(edits.seen_before_at) > any_value(edits.changed_at)
union all
select
    'claim' as relation,
    changed.article_id,
    changed.changed_at,
    count(*) as row_count
from core.claim_changes as changed
left join core.edits as edits
    on
        changed.article_id = edits.article_id
        and changed.changed_at = edits.changed_at
        and changed.from_version_id = edits.from_version_id
        and changed.to_version_id = edits.to_version_id
        and changed.tagger_version = edits.tagger_version
group by
    changed.article_id,
    changed.changed_at,
    changed.from_version_id,
    changed.to_version_id,
    changed.from_claim_id,
    changed.to_claim_id
having count(*) > 1 or count(edits.article_id) = 0
