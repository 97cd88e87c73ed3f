-- One row per address that is forgotten ($urls); what follows from it is gathered before anything goes.
create or replace temp table forgotten_urls as
select unnest($urls::varchar[]) as url;

-- One row per address whose history changes, as a load has it (loads/60_history.sql).
create or replace temp table touched_urls as
select url from forgotten_urls;

-- One row per outcome that goes: at a forgotten address, or leading there.
create or replace temp table forgotten_outcomes as
select
    rowid as row_number,
    run_id,
    outcome,
    article_id,
    version_id
from core.outcomes
where
    url in (select url from forgotten_urls)
    or location in (select url from forgotten_urls);

-- One row per article whose own address, or that of any reading of it, is forgotten.
create or replace temp table forgotten_articles as
select article_id
from core.articles
where url in (select url from forgotten_urls)
union
select article_id
from core.readings
where url in (select url from forgotten_urls);

-- Its pages at other addresses go with it, as an AMP page on another host.
insert into forgotten_outcomes
select
    rowid as row_number,
    run_id,
    outcome,
    article_id,
    version_id
from core.outcomes
where
    article_id in (select article_id from forgotten_articles)
    and rowid not in (select row_number from forgotten_outcomes);

create or replace temp table touched_articles as
select article_id from forgotten_articles
union
select article_id from forgotten_outcomes
where article_id is not null;

-- One row per version that goes: of a forgotten article, or seen nowhere but at forgotten addresses.
create or replace temp table forgotten_versions as
select version_id
from core.versions
where article_id in (select article_id from forgotten_articles)
union
select version_id
from core.readings
where article_id in (select article_id from forgotten_articles)
union
select version_id
from forgotten_outcomes
where
    version_id is not null
    and version_id not in (
        select version_id
        from core.outcomes
        where version_id is not null and rowid not in (select row_number from forgotten_outcomes)
    );

-- One row per source that only forgotten texts cite.
create or replace temp table forgotten_sources as
select source_id
from core.citations
where source_id is not null
group by source_id
having bool_and(version_id in (select version_id from forgotten_versions));

-- One row per work that was matched with one of those, and with no other.
create or replace temp table forgotten_works as
select work_id
from core.source_works
group by work_id
having bool_and(source_id in (select source_id from forgotten_sources));

-- One row per run and load of which outcomes or readings go, with how many outcomes.
create or replace temp table touched_runs as
select
    run_id,
    count(*) as page_count,
    count(*) filter (where outcome = 'article') as article_count
from forgotten_outcomes
group by run_id;

create or replace temp table touched_loads as
select distinct load_number
from core.readings
where version_id in (select version_id from forgotten_versions)
union
select load_number
from core.loads
where run_id in (select run_id from touched_runs);

-- No row: a load has in these what it brings and what it finds at the addresses that it touches. All that stood at a
-- forgotten address goes.
create or replace temp table touched_outcomes as
select
    url,
    run_id,
    outcome,
    reason,
    "at",
    location,
    article_id
from core.outcomes
where false;

create or replace temp table fresh_readings as
select
    version_id,
    tagger_version,
    url
from core.readings
where false;

create or replace temp table staged_articles as
select
    content_hash,
    0::bigint as position
from core.versions
where false;

create or replace temp table known_texts as
select
    version_id,
    content_hash
from core.versions
where false;
