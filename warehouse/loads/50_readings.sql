-- One row per version of the file set that this tagger ($tagger_version) has read before. Mostly there is none, and
-- then no table is read for it below.
create or replace temp table known_readings as
select version_id
from core.readings
where tagger_version = $tagger_version and version_id in (select version_id from staged_articles);

-- One row per reading (version and tagger, $tagger_version) that this load brings: new ones, and those of the same text
-- fetched later with another date, author, address or rating of a claim. An equal one is not written again.
create or replace temp table fresh_readings as
select staged.version_id
from staged_articles as staged
inner join kept_articles as kept on staged.article_id = kept.article_id
anti join known_readings as known on staged.version_id = known.version_id
where kept.kept_id = staged.article_id;

insert into fresh_readings
with
-- a fact-checker may correct a rating and leave the text as it is
told_reviews as (
    select
        version_id,
        list((review_id, rating, rating_value, claimant, reviewed_on) order by review_id) as reviews
    from read_parquet($claim_reviews)
    group by version_id
),

known_reviews as (
    select
        version_id,
        list((review_id, rating, rating_value, claimant, reviewed_on) order by review_id) as reviews
    from core.claim_reviews
    where tagger_version = $tagger_version and version_id in (select version_id from known_readings)
    group by version_id
),

incoming as (
    select
        read.*,
        read.fetched_at at time zone 'UTC' as fetched
    from read_parquet($articles) as read
    inner join kept_articles as kept on read.article_id = kept.article_id
    where kept.kept_id = read.article_id and read.version_id in (select version_id from known_readings)
),

known as (
    select *
    from core.readings
    where tagger_version = $tagger_version and version_id in (select version_id from known_readings)
)

select incoming.version_id
from incoming
inner join known on incoming.version_id = known.version_id
left join told_reviews on incoming.version_id = told_reviews.version_id
left join known_reviews on incoming.version_id = known_reviews.version_id
where
    incoming.fetched > known.fetched_at
    and (
        (incoming.url, incoming.title, incoming.author, incoming.published, incoming.modified, incoming.reviewed)
        is distinct from (known.url, known.title, known.author, known.published, known.modified, known.reviewed)
        or incoming.text <> known.text
        or told_reviews.reviews is distinct from known_reviews.reviews
    );

update core.readings
set fetched_at = staged.fetched_at
from staged_articles as staged
inner join known_readings as known on staged.version_id = known.version_id
where
    readings.version_id = staged.version_id
    and readings.tagger_version = $tagger_version
    and readings.fetched_at < staged.fetched_at
    and staged.version_id not in (select version_id from fresh_readings);

-- One row per reading that this load writes anew: what was found in it goes first.
create or replace temp table replaced_readings as
select version_id
from known_readings
where version_id in (select version_id from fresh_readings);

delete from core.readings
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.blocks
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.hrefs
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.sections
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.claims
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.claim_clusters
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.register_matches
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.citations
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.claim_citations
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.disclosures
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

delete from core.claim_reviews
where tagger_version = $tagger_version and version_id in (select version_id from replaced_readings);

insert into core.readings by name
select
    read.version_id,
    $tagger_version as tagger_version,
    read.article_id,
    read.extractor_version,
    $load_number as load_number,
    staged.fetched_at,
    read.url,
    read.lang,
    read.title,
    read.author,
    read.published,
    read.modified,
    read.reviewed,
    read.text,
    staged.word_count
from read_parquet($articles) as read
inner join staged_articles as staged on read.version_id = staged.version_id
where read.version_id in (select version_id from fresh_readings);

insert into core.blocks by name
select
    *,
    $tagger_version as tagger_version
from read_parquet($blocks)
where version_id in (select version_id from fresh_readings);

insert into core.hrefs by name
select
    *,
    $tagger_version as tagger_version
from read_parquet($hrefs)
where version_id in (select version_id from fresh_readings);

insert into core.sections by name
select
    *,
    $tagger_version as tagger_version
from read_parquet($sections)
where version_id in (select version_id from fresh_readings);

-- File sets of before migration 2 hold neither scores nor the places of agent and target (they become null), and in
-- found_by other words, which are put as that migration puts them.
insert into core.claims by name
select
    * replace (
        case found_by
            when 'rules' then 'rule:unknown'
            when 'model' then 'model:unknown'
            when 'both' then 'model:unknown'
            else found_by
        end as found_by
    ),
    $tagger_version as tagger_version
from read_parquet($claims)
where version_id in (select version_id from fresh_readings);

insert into core.citations by name
select
    * replace (
        case found_by
            when 'rules' then 'rule:unknown'
            when 'model' then 'model:unknown'
            when 'both' then 'model:unknown'
            else found_by
        end as found_by
    ),
    $tagger_version as tagger_version
from read_parquet($citations)
where version_id in (select version_id from fresh_readings);

insert into core.claim_citations by name
select
    *,
    $tagger_version as tagger_version
from read_parquet($claim_citations)
where version_id in (select version_id from fresh_readings);

insert into core.disclosures by name
select
    *,
    $tagger_version as tagger_version
from read_parquet($disclosures)
where version_id in (select version_id from fresh_readings);

insert into core.claim_reviews by name
select
    *,
    $tagger_version as tagger_version,
    'page' as origin
from read_parquet($claim_reviews)
where version_id in (select version_id from fresh_readings);

-- The incoming rows are made one per source first: MERGE would insert both of two that are equal. What one citation
-- says of a source and another does not is kept, and of two that differ the first of the alphabet; file sets of
-- before migration 14 say nothing.
merge into core.sources
using (
    select
        source_id,
        min(scheme) as scheme,
        min(value) as value,
        min(url) as url,
        min(title) as title,
        min(journal) as journal,
        min(first_author) as first_author,
        min("year") as "year"
    from (
        select
            null::varchar as title,
            null::varchar as journal,
            null::varchar as first_author,
            null::bigint as "year"
        where false
        union all by name
        select *
        from read_parquet($sources)
    ) as told
    group by source_id
) as incoming
    on sources.source_id = incoming.source_id
when matched then
    update set
        url = coalesce(sources.url, incoming.url),
        title = least(sources.title, incoming.title),
        journal = least(sources.journal, incoming.journal),
        first_author = least(sources.first_author, incoming.first_author),
        "year" = least(sources."year", incoming."year")
when not matched then
    insert (source_id, scheme, value, url, title, journal, first_author, "year")
    values (
        incoming.source_id, incoming.scheme, incoming.value, incoming.url, incoming.title, incoming.journal,
        incoming.first_author, incoming."year"
    );
