-- One row per reading (version and tagger, $tagger_version) that this load brings, and per block, claim, citation and
-- so on of it.
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
when matched and (
    coalesce(sources.url, incoming.url),
    least(sources.title, incoming.title),
    least(sources.journal, incoming.journal),
    least(sources.first_author, incoming.first_author),
    least(sources."year", incoming."year")
) is distinct from (sources.url, sources.title, sources.journal, sources.first_author, sources."year") then
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
