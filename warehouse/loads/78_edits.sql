-- One row per edit of an article that this load touched, as it was.
create or replace temp table edits_before as
select
    rowid as row_number,
    article_id,
    from_version_id,
    to_version_id,
    seen_before_at,
    changed_at,
    tagger_version
from core.edits
where article_id in (select article_id from touched_articles);

-- One row per edit of an article that this load touched, as it is: its own page showed one text ($tagger_version
-- read it or another did), and the next time another. A text that comes back is an edit, too. The claims of both are
-- compared as one tagger read them: what two taggers find in two texts differs by the tagger as much as by the edit.
-- Of several that read both, the one whose reading was loaded last; null where no tagger read both, until
-- `claimtrace retag` did.
create or replace temp table edits_now as
with
seen as (
    select
        article_id,
        version_id,
        "at"
    from sightings
    where is_own
    union all
    select
        article_id,
        version_id,
        "at"
    from (
        select
            article_id,
            version_id,
            "at",
            version_id is not null
            and bool_or(outcome = 'article') over (partition by article_id, url) as is_own
        from core.outcomes
        where
            article_id in (
                -- those of before migration 10 have no edits yet
                select article_id from core.articles
                where
                    version_count > 1
                    and article_id not in (select article_id from core.edits)
                    and article_id not in (select article_id from touched_articles)
            )
    ) as others
    where is_own
),

-- of most articles one text alone was ever seen
edited as (
    select article_id
    from seen
    group by article_id
    having min(version_id) <> max(version_id)
),

steps as (
    select
        article_id,
        lag(version_id) over own as from_version_id,
        version_id as to_version_id,
        lag("at") over own as seen_before_at,
        "at" as changed_at
    from seen
    where article_id in (select article_id from edited)
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

-- One row per edit that is new or told anew. Where there are edits neither of before nor of now, 79_told_edits.sql is
-- not run (warehouse/load.py), and there is none.
create or replace temp table fresh_edits as
select
    0::bigint as edit,
    article_id,
    from_version_id,
    to_version_id,
    seen_before_at,
    changed_at,
    tagger_version
from edits_now
where false;
