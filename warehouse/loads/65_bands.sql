-- One row per text that this load brings and that was not signed before. Near-copies share bands: 66_copies.sql.
create or replace temp table fresh_signatures as
with firsts as (
    select min(position) as position
    from staged_articles
    where
        content_hash not in (
            select content_hash from core.signatures
            where content_hash in (select content_hash from staged_articles)
        )
    group by content_hash
)

select
    content_hash,
    signature::uinteger[] as signature,
    bands
from (
    -- file sets of before migration 5 lack these
    select
        null::bigint as file_row_number,
        null::varchar as content_hash,
        null::bigint[] as signature,
        null::bigint[] as bands
    where false
    union all by name
    select *
    from read_parquet($articles, file_row_number = true)
) as articles
where signature is not null and file_row_number in (select position from firsts);

insert into core.signatures by name
select
    content_hash,
    signature,
    bands
from fresh_signatures;

-- One row per band of an article that this load touched, as it was. Bands are as many as the warehouse is large: they
-- are looked through once by article, once by band, and a second time only where other articles are compared anew.
create or replace temp table bands_before as
select
    rowid as row_number,
    band,
    article_id,
    content_hash,
    first_seen_at
from core.bands
where article_id in (select article_id from articles_before);

-- One row per article that this load touched, or whose text it signed, with its text as it is now.
create or replace temp table looked_at as
select
    latest.article_id,
    latest.first_seen_at,
    versions.content_hash
from latest_articles as latest
inner join touched_versions as versions on latest.version_id = versions.version_id
union all
select
    articles.article_id,
    articles.first_seen_at,
    texts.content_hash
from core.articles
inner join known_texts as texts on articles.version_id = texts.version_id
where
    articles.version_id in (
        select version_id from known_texts
        where content_hash in (select content_hash from fresh_signatures)
    )
    and articles.article_id not in (select article_id from touched_articles);

-- One row per text of these that is signed.
create or replace temp table own_signatures as
select
    content_hash,
    bands
from fresh_signatures
union all
select
    content_hash,
    bands
from core.signatures
where
    content_hash in (
        select content_hash from looked_at
        where content_hash not in (select content_hash from fresh_signatures)
    );

-- One row per article that is new to the bands or leaves them, or whose text or first day is another than before.
create or replace temp table changed_articles as
with
now_there as (
    select *
    from looked_at
    where content_hash in (select content_hash from own_signatures)
),

there_before as (
    select distinct
        article_id,
        first_seen_at,
        content_hash
    from bands_before
)

select
    coalesce(now_there.article_id, there_before.article_id) as article_id,
    now_there.first_seen_at,
    now_there.content_hash,
    coalesce(now_there.content_hash, '') <> coalesce(there_before.content_hash, '') as is_other_text
from now_there
full join there_before on now_there.article_id = there_before.article_id
where
    (now_there.content_hash, now_there.first_seen_at)
    is distinct from (there_before.content_hash, there_before.first_seen_at);

create or replace temp table changed_bands as
select
    unnest(signatures.bands) as band,
    changed.article_id,
    changed.content_hash,
    changed.first_seen_at
from changed_articles as changed
inner join own_signatures as signatures on changed.content_hash = signatures.content_hash;

create or replace temp table touched_bands as
select band from changed_bands
union
select band
from bands_before
where article_id in (select article_id from changed_articles);

-- One row per touched band and article in it: as it was, until it is brought to what it is now.
create or replace temp table band_rows as
select
    band,
    article_id,
    content_hash,
    first_seen_at
from core.bands
where band in (select band from touched_bands);

-- One row per touched band that two articles share, of before or of now, or that a changed one was in before. Where
-- there is none, no pair is another than before, and 66_copies.sql and 67_clusters.sql are not run (warehouse/load.py).
create or replace temp table meeting_bands as
select band
from (
    select band from band_rows
    union all
    select band from changed_bands
) as bands
group by band
having count(*) > 1
union
select band
from bands_before
where article_id in (select article_id from changed_articles);

delete from core.bands
where
    rowid in (
        select row_number from bands_before
        where article_id in (select article_id from changed_articles)
    );

insert into core.bands by name
select
    band,
    article_id,
    content_hash,
    first_seen_at
from changed_bands;
