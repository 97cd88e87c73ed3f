-- One row per edit that is kept from before: as it was, and neither of its readings was written anew.
create or replace temp table edits_kept as
select
    article_id,
    changed_at,
    from_version_id,
    to_version_id
from (
    select * exclude (row_number)
    from edits_before
    intersect
    select *
    from edits_now
) as same
where
    tagger_version is distinct from $tagger_version
    or (
        from_version_id not in (select version_id from fresh_readings)
        and to_version_id not in (select version_id from fresh_readings)
    );

delete from core.claim_changes
where
    article_id in (select article_id from edits_before)
    and (article_id, changed_at, from_version_id, to_version_id)
    not in (select (article_id, changed_at, from_version_id, to_version_id) from edits_kept);

delete from core.edits
where
    rowid in (
        select row_number from edits_before
        where
            (article_id, changed_at, from_version_id, to_version_id)
            not in (select (article_id, changed_at, from_version_id, to_version_id) from edits_kept)
    );

insert into fresh_edits by name
select
    row_number() over () as edit,
    article_id,
    from_version_id,
    to_version_id,
    seen_before_at,
    changed_at,
    tagger_version
from edits_now
where
    (article_id, changed_at, from_version_id, to_version_id)
    not in (select (article_id, changed_at, from_version_id, to_version_id) from edits_kept);

insert into core.edits by name
select
    article_id,
    from_version_id,
    to_version_id,
    seen_before_at,
    changed_at,
    tagger_version
from fresh_edits;

drop table edits_kept;
