-- One row per edit of an article that this load touched: its own page showed one text ($tagger_version read it or
-- another did), and the next time another. A text that comes back is an edit, too. The claims of both are compared as
-- one tagger read them: what two taggers find in two texts differs by the tagger as much as by the edit. Of several
-- that read both, the one whose reading was loaded last; null where no tagger read both, until `claimtrace retag` did.
create or replace temp table edited_articles as
select article_id from touched_articles
union
-- those of before migration 10 have no edits yet
select article_id from core.articles
where version_count > 1 and article_id not in (select article_id from core.edits);

create or replace temp table edits_now as
with
seen as (
    select
        article_id,
        version_id,
        "at",
        bool_or(outcome = 'article') over (partition by article_id, url) as is_own
    from core.outcomes
    where article_id in (select article_id from edited_articles)
),

steps as (
    select
        article_id,
        lag(version_id) over own as from_version_id,
        version_id as to_version_id,
        lag("at") over own as seen_before_at,
        "at" as changed_at
    from seen
    where is_own and version_id is not null
    window own as (
        partition by article_id
        order by "at", version_id
    )
),

edits as (
    select *
    from steps
    where from_version_id <> to_version_id
)

select
    edits.article_id,
    edits.from_version_id,
    edits.to_version_id,
    edits.seen_before_at,
    edits.changed_at,
    max_by(later.tagger_version, (later.load_number, earlier.load_number)) filter (
        where earlier.version_id is not null
    ) as tagger_version
from edits
left join core.readings as later on edits.to_version_id = later.version_id
left join core.readings as earlier
    on edits.from_version_id = earlier.version_id and later.tagger_version = earlier.tagger_version
group by
    edits.article_id,
    edits.from_version_id,
    edits.to_version_id,
    edits.seen_before_at,
    edits.changed_at;

-- One row per edit that is kept from before: as it was, and neither of its readings was written anew.
create or replace temp table edits_kept as
select
    article_id,
    changed_at,
    from_version_id,
    to_version_id
from (
    select *
    from core.edits
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
    article_id in (select article_id from edited_articles)
    and (article_id, changed_at, from_version_id, to_version_id)
    not in (select (article_id, changed_at, from_version_id, to_version_id) from edits_kept);

delete from core.edits
where
    article_id in (select article_id from edited_articles)
    and (article_id, changed_at, from_version_id, to_version_id)
    not in (select (article_id, changed_at, from_version_id, to_version_id) from edits_kept);

create or replace temp table fresh_edits as
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
