-- One table after the other: when each version and article was seen, worked out anew from the outcomes of every article
-- that this load touched.
-- What follows is said again, for all articles and any moment, in macros/10_articles_as_of.sql: change both.
-- One row per outcome of an article that this load touched. It is the article's own where the page is the article
-- itself; a copy elsewhere tells that the text is still to be seen, but not which text is the latest.
create or replace temp table sightings as
with
seen as (
    select
        article_id,
        version_id,
        run_id,
        url,
        outcome,
        reason,
        "at"
    from core.outcomes
    where article_id in (select article_id from touched_articles)
),

own_pages as (
    select distinct
        article_id,
        url
    from seen
    where outcome = 'article'
)

select
    seen.*,
    seen.version_id is not null and own_pages.url is not null as is_own
from seen
left join own_pages on seen.article_id = own_pages.article_id and seen.url = own_pages.url;

-- One row per version of such an article.
create or replace temp table touched_versions as
select
    rowid as row_number,
    version_id,
    content_hash,
    site,
    first_seen_at,
    last_seen_at,
    first_run_id
from core.versions
where article_id in (select article_id from touched_articles);

-- One row per version of which it is not known yet that it was seen then; null where it was seen nowhere.
update core.versions
set
    first_seen_at = told.first_seen_at,
    last_seen_at = told.last_seen_at,
    first_run_id = told.first_run_id
from (
    with
    seen as (
        select
            version_id,
            min("at") as first_seen_at,
            max("at") as last_seen_at,
            min_by(run_id, ("at", run_id)) filter (where outcome = 'article') as first_run_id
        from sightings
        where version_id is not null
        group by version_id
    )

    select
        touched.row_number,
        seen.first_seen_at,
        seen.last_seen_at,
        seen.first_run_id
    from touched_versions as touched
    left join seen on touched.version_id = seen.version_id
    where
        (touched.first_seen_at, touched.last_seen_at, touched.first_run_id)
        is distinct from (seen.first_seen_at, seen.last_seen_at, seen.first_run_id)
) as told
where versions.rowid = told.row_number;

-- One row per article that was ever seen: its latest version, the reading of that which was loaded last, and the
-- address that can tell whether it still stands: its own, or the one where it was last seen if it was never seen at
-- its own or had left there by then. A removed AMP page cannot tell, nor can an old address that answers 404 since
-- the article moved.
create or replace temp table latest_articles as
with
latest as (
    select
        article_id,
        max_by(version_id, (is_own, "at", version_id)) as version_id,
        min("at") as first_seen_at,
        max("at") as last_seen_at,
        max_by(run_id, ("at", run_id)) as last_run_id,
        max_by(url, ("at", url)) as last_url,
        count(distinct version_id) as version_count
    from sightings
    where version_id is not null
    group by article_id
),

newest as (
    select
        version_id,
        max_by(tagger_version, load_number) as tagger_version,
        max_by(url, load_number) as url
    from core.readings
    where
        version_id in (
            select version_id from latest
            where version_id not in (select version_id from fresh_readings)
        )
    group by version_id
    union all
    select
        version_id,
        tagger_version,
        url
    from fresh_readings
),

own_sightings as (
    select
        sightings.article_id,
        max(sightings."at") filter (where sightings.version_id is not null) as seen_at,
        max(sightings."at") filter (
            where sightings.version_id is null
            and sightings.outcome in ('gone', 'redirected', 'not_article')
            and sightings.reason not in ('status 302', 'status 303', 'status 307')
            and (sightings."at" <= latest.last_seen_at or sightings.run_id = latest.last_run_id)
        ) as left_at
    from sightings
    inner join latest on sightings.article_id = latest.article_id
    inner join newest on latest.version_id = newest.version_id and sightings.url = newest.url
    group by sightings.article_id
)

select
    latest.*,
    newest.tagger_version,
    if(own.left_at > own.seen_at, latest.last_url, newest.url) as url,
    if(own.seen_at is null or own.left_at > own.seen_at, latest.last_url, newest.url) as telling_url
from latest
inner join newest on latest.version_id = newest.version_id
left join own_sightings as own on latest.article_id = own.article_id;

-- One row per answer of an address that can tell of an article, later than the article was seen last. Where there is
-- none, 61_absences.sql is not run (warehouse/load.py).
create or replace temp table later_answers as
with
told as (
    select
        url,
        run_id,
        outcome,
        reason,
        "at",
        location,
        article_id
    from touched_outcomes
    union all
    select
        url,
        run_id,
        outcome,
        reason,
        "at",
        location,
        article_id
    from core.outcomes
    where
        url in (
            select telling_url from latest_articles
            where telling_url not in (select url from touched_urls)
        )
)

select
    latest.article_id,
    told."at",
    told.outcome,
    told.reason,
    told.location,
    told.article_id as shown_id,
    told.outcome = 'redirected'
    and told.reason not in ('status 302', 'status 303', 'status 307') as is_lasting_redirect
from latest_articles as latest
inner join told on latest.telling_url = told.url
where
    told."at" > latest.last_seen_at
    and told.run_id <> latest.last_run_id
    and told.outcome in (
        'article', 'duplicate', 'unchanged', 'gone', 'redirected', 'not_article', 'other_language', 'opted_out'
    );

-- One row per article that is no longer where it was seen.
create or replace temp table absences (
    article_id varchar,
    gone_at timestamp,
    missing_since timestamp,
    moved_to varchar
);
