-- One row per reading (version and tagger, $tagger_version) that this load brings anew: of the same text, fetched later
-- with another date, author, address or rating of a claim. An equal one is not written again.
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

select
    incoming.version_id,
    $tagger_version as tagger_version,
    incoming.url
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

drop table replaced_readings;
