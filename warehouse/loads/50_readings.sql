-- One row per reading (version and tagger, $tagger_version) that this load brings: new ones, and those of the same text
-- fetched later with another date, author, address or rating of a claim. An equal one is not written again.
create or replace temp table fresh_readings as
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
    where tagger_version = $tagger_version and version_id in (select version_id from staged_articles)
    group by version_id
),

incoming as (
    select
        read.*,
        read.fetched_at at time zone 'UTC' as fetched
    from read_parquet($articles) as read
    inner join kept_articles as kept on read.article_id = kept.article_id
    where kept.kept_id = read.article_id
)

select incoming.version_id
from incoming
left join core.readings as known
    on incoming.version_id = known.version_id and known.tagger_version = $tagger_version
left join told_reviews on incoming.version_id = told_reviews.version_id
left join known_reviews on incoming.version_id = known_reviews.version_id
where
    known.version_id is null
    or (
        incoming.fetched > known.fetched_at
        and (incoming.url, incoming.title, incoming.author, incoming.published, incoming.modified, incoming.reviewed)
        is distinct from (known.url, known.title, known.author, known.published, known.modified, known.reviewed)
    )
    or (incoming.fetched > known.fetched_at and incoming.text <> known.text)
    or (incoming.fetched > known.fetched_at and told_reviews.reviews is distinct from known_reviews.reviews);

update core.readings
set fetched_at = staged.fetched_at
from staged_articles as staged
where
    readings.version_id = staged.version_id
    and readings.tagger_version = $tagger_version
    and readings.fetched_at < staged.fetched_at
    and staged.version_id not in (select version_id from fresh_readings);

delete from core.readings
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.blocks
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.hrefs
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.sections
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.claims
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.claim_clusters
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.register_matches
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.citations
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.claim_citations
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.disclosures
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

delete from core.claim_reviews
where tagger_version = $tagger_version and version_id in (select version_id from fresh_readings);

insert into core.readings by name
select
    version_id,
    $tagger_version as tagger_version,
    article_id,
    extractor_version,
    $load_number as load_number,
    fetched_at at time zone 'UTC' as fetched_at,
    url,
    lang,
    title,
    author,
    published,
    modified,
    reviewed,
    text,
    len(regexp_extract_all(text, '\S+')) as word_count
from read_parquet($articles)
where version_id in (select version_id from fresh_readings);

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
