-- One row per outcome of the file set ($outcomes), in the order in which it was written.
create or replace temp table staged_outcomes as
select
    file_row_number as position,
    url,
    site,
    run_id,
    outcome,
    reason,
    "at" at time zone 'UTC' as "at",
    record,
    article_id,
    etag,
    last_modified,
    location,
    directives,
    payload_digest
from (
    -- file sets of before migration 3 lack these
    select
        null::varchar as location,
        null::varchar as directives,
        null::varchar as payload_digest
    where false
    union all by name
    select *
    from read_parquet($outcomes, file_row_number = true)
) as outcomes;

-- One row per article of the file set ($articles), without its text, but with what its page said.
create or replace temp table staged_articles as
select
    file_row_number as position,
    article_id,
    version_id,
    content_hash,
    site,
    url,
    fetched_at at time zone 'UTC' as fetched_at,
    published is not null or modified is not null as is_dated,
    author is not null as is_authored,
    coalesce(word_count, len(regexp_extract_all(text, '\S+'))) as word_count
from (
    -- file sets of before migration 23 lack these
    select null::bigint as word_count
    where false
    union all by name
    select *
    from read_parquet($articles, file_row_number = true)
) as articles;

-- One row per URL whose history this load changes: those of the file set and those of this run ($run_id) as it stands.
create or replace temp table touched_urls as
select url from staged_outcomes
union
select url from core.outcomes
where run_id = $run_id;

-- One row per outcome at such a URL, as it was. Outcomes are as many as the warehouse is large: they are looked through
-- once by URL here, and once by article in 60_history.sql.
create or replace temp table earlier_outcomes as
select
    rowid as row_number,
    url,
    run_id,
    outcome,
    reason,
    "at",
    location,
    payload_digest,
    article_id,
    version_id
from core.outcomes
where url in (select url from touched_urls);

-- One row per article whose history this load may change; more are added once the outcomes are in.
create or replace temp table touched_articles as
select distinct article_id
from earlier_outcomes
where article_id is not null;
