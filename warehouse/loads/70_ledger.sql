-- One row per file set: that it is loaded, in the same transaction as all of its rows.
insert into core.loads by name
with own_articles as (
    select article_id
    from kept_articles
    where article_id = kept_id
)

select
    $load_number as load_number,
    $fileset as fileset,
    $run_id as run_id,
    $site as site,
    $warc as warc,
    $tagger_version as tagger_version,
    $extractor_version as extractor_version,
    $made_at::timestamptz at time zone 'UTC' as made_at,
    now() at time zone 'UTC' as loaded_at,
    (select count(*) from staged_outcomes) as page_count,
    (select count(*) from own_articles) as article_count,
    (
        select count(*)
        from read_parquet($claims)
        where article_id in (select article_id from own_articles)
    ) as claim_count,
    (
        select count(*)
        from read_parquet($citations)
        where article_id in (select article_id from own_articles)
    ) as citation_count;
