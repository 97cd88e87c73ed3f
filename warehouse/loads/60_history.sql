-- One row per version: when it was seen, worked out anew from the outcomes of every article that this load touched.
insert into touched_articles
select distinct article_id
from core.outcomes
where
    article_id is not null
    and url in (select url from touched_urls)
    and article_id not in (select article_id from touched_articles);

create or replace temp table sightings as
select
    article_id,
    version_id,
    run_id,
    url,
    outcome,
    reason,
    location,
    "at"
from core.outcomes
where article_id in (select article_id from touched_articles);

update core.versions
set
    first_seen_at = null,
    last_seen_at = null,
    first_run_id = null
where article_id in (select article_id from touched_articles);

update core.versions
set
    first_seen_at = seen.first_seen_at,
    last_seen_at = seen.last_seen_at,
    first_run_id = seen.first_run_id
from (
    select
        version_id,
        min("at") as first_seen_at,
        max("at") as last_seen_at,
        min_by(run_id, ("at", run_id)) filter (where outcome = 'article') as first_run_id
    from sightings
    where version_id is not null
    group by version_id
) as seen
where versions.version_id = seen.version_id;

-- One row per article: its latest version, and of that the reading that was loaded last.
delete from core.articles
where article_id in (select article_id from touched_articles);

insert into core.articles by name
with
latest as (
    select
        article_id,
        any_value(site) as site,
        max_by(version_id, (last_seen_at, first_seen_at, version_id)) as version_id,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        count(*) as version_count
    from core.versions
    where
        last_seen_at is not null
        and article_id in (select article_id from touched_articles)
    group by article_id
),

newest as (
    select
        version_id,
        max_by(tagger_version, load_number) as tagger_version,
        max_by(url, load_number) as url
    from core.readings
    where version_id in (select version_id from latest)
    group by version_id
),

last_urls as (
    select
        article_id,
        max_by(url, ("at", url)) as url
    from sightings
    where version_id is not null
    group by article_id
),

-- Only the article's own address, or the one where it was last seen, can tell that it is gone; a removed AMP page
-- cannot. One 404 may be a slip of the server: 410 says that it is meant, three times 404 (or an error page with status
-- 200) in a row say it as well, and so does a redirect to another article.
absences as (
    select
        latest.article_id,
        sightings."at",
        sightings.outcome = 'gone' and sightings.reason = 'status 410' as is_meant,
        sightings.outcome = 'redirected' as is_move
    from latest
    inner join newest on latest.version_id = newest.version_id
    inner join last_urls on latest.article_id = last_urls.article_id
    inner join sightings
        on
            latest.article_id = sightings.article_id
            and latest.last_seen_at < sightings."at"
            and sightings.version_id is null
            and sightings.url in (newest.url, last_urls.url)
    where
        sightings.outcome in ('gone', 'not_article')
        or (
            sightings.outcome = 'redirected'
            and exists (
                select 1
                from core.outcomes as target
                where
                    target.url = sightings.location
                    and target.outcome = 'article'
                    and target.article_id <> latest.article_id
            )
        )
),

gone as (
    select
        article_id,
        min("at") as missing_since,
        if(count(*) >= 3 or bool_or(is_meant) or bool_or(is_move), min("at"), null) as gone_at
    from absences
    group by article_id
)

select
    latest.article_id,
    latest.site,
    latest.version_id,
    newest.tagger_version,
    latest.first_seen_at,
    latest.last_seen_at,
    gone.gone_at,
    gone.missing_since,
    latest.version_count
from latest
inner join newest on latest.version_id = newest.version_id
left join gone on latest.article_id = gone.article_id;
