-- When each version and article was seen is worked out anew from the outcomes of every article that this load touched.
-- What follows is said again, for all articles and any moment, in macros/10_articles_as_of.sql: change both.
-- One row per outcome of an article that this load touched. It is the article's own where the page is the article
-- itself; a copy elsewhere tells that the text is still to be seen, but not which text is the latest.
create or replace temp table sightings as
select
    article_id,
    version_id,
    run_id,
    url,
    outcome,
    reason,
    "at",
    version_id is not null
    and bool_or(outcome = 'article') over (partition by article_id, url) as is_own
from core.outcomes
where article_id in (select article_id from touched_articles);

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

-- One row per article that is no longer where it was seen: since when it is missing, when that was given up, and
-- which article took its place. 410 says that it is meant; so do a lasting redirect to another article and another
-- article at the same address. One 404 may be a slip of the server, three on one day an outage: 404, an error page
-- with status 200 or a lasting redirect to what is no article say it on three days in a row. Between those, an answer
-- of another kind (a consent wall, a redirect for the time being) starts the count anew; a failure (a timeout, 503)
-- says nothing.
create or replace temp table absences as
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
),

answers as (
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
        )
),

-- what stands where a redirect leads; null where that is no article
holders as (
    select
        url,
        max_by(article_id, "at") filter (where outcome in ('article', 'duplicate')) as article_id
    from core.outcomes
    where
        outcome in ('article', 'duplicate', 'not_article', 'other_language')
        and url in (
            select location from answers
            where is_lasting_redirect
        )
    group by url
),

judged as (
    select
        answers.article_id,
        answers."at",
        answers.outcome = 'gone' and answers.reason = 'status 410' as is_meant,
        case
            when answers.outcome in ('article', 'duplicate', 'unchanged') then answers.shown_id
            when answers.is_lasting_redirect then holders.article_id
        end as moved_to,
        answers.outcome = 'gone'
        or (answers.outcome = 'not_article' and starts_with(answers.reason, 'soft 404'))
        or (answers.is_lasting_redirect and holders.url is not null) as is_strike
    from answers
    left join holders on answers.location = holders.url
),

numbered as (
    select
        *,
        count(*) filter (where not is_strike and moved_to is null) over (
            partition by article_id
            order by "at"
        ) as turn
    from judged
),

turns as (
    select
        article_id,
        turn,
        min("at") filter (where is_strike or moved_to is not null) as missing_since,
        max_by(moved_to, "at") filter (where moved_to is not null) as moved_to,
        count(distinct "at"::date) filter (where is_strike) >= 3
        or bool_or(is_meant)
        or bool_or(moved_to is not null) as is_gone
    from numbered
    where moved_to is distinct from article_id
    group by article_id, turn
)

select
    article_id,
    min(missing_since) filter (where is_gone) as gone_at,
    coalesce(min(missing_since) filter (where is_gone), max_by(missing_since, turn)) as missing_since,
    max_by(moved_to, turn) filter (where moved_to is not null) as moved_to
from turns
group by article_id;

-- One row per touched article that was there before: others have nothing in the tables that follow from articles.
create or replace temp table articles_before as
select
    rowid as row_number,
    article_id
from core.articles
where article_id in (select article_id from touched_articles);

-- One row per article.
delete from core.articles
where rowid in (select row_number from articles_before);

insert into core.articles by name
select
    latest.article_id,
    versions.site,
    latest.version_id,
    latest.tagger_version,
    latest.first_seen_at,
    latest.last_seen_at,
    latest.version_count,
    latest.url,
    absences.gone_at,
    absences.missing_since,
    absences.moved_to
from latest_articles as latest
inner join touched_versions as versions on latest.version_id = versions.version_id
left join absences on latest.article_id = absences.article_id;
