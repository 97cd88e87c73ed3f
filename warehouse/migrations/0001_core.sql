-- One table per kind of fact, schema core; what each table and column means stands in warehouse/dictionary.toml.
-- No primary keys: they triple the time of a load. Uniqueness is a check (warehouse/checks). All times are UTC.
create schema if not exists core;

-- One row per file set that was loaded.
create table core.loads (
    load_number integer not null,
    fileset varchar not null,
    run_id varchar not null,
    site varchar,
    warc varchar not null,
    tagger_version varchar not null,
    extractor_version varchar not null,
    made_at timestamp not null,
    loaded_at timestamp not null,
    page_count bigint not null,
    article_count bigint not null,
    claim_count bigint not null,
    citation_count bigint not null
);

-- One row per URL, run and record: how it ended.
create table core.outcomes (
    url varchar not null,
    site varchar not null,
    run_id varchar not null,
    outcome varchar not null,
    reason varchar,
    "at" timestamp not null,
    record varchar,
    article_id varchar,
    version_id varchar,
    etag varchar,
    last_modified varchar
);

-- One row per state in which an article was ever seen.
create table core.versions (
    version_id varchar not null,
    article_id varchar not null,
    content_hash varchar not null,
    site varchar not null,
    first_seen_at timestamp,
    last_seen_at timestamp,
    first_run_id varchar
);

-- One row per article: which version and which reading of it are current.
create table core.articles (
    article_id varchar not null,
    site varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    first_seen_at timestamp not null,
    last_seen_at timestamp not null,
    gone_at timestamp,
    version_count bigint not null
);

-- One row per version and tagger: the text as it was extracted then, and with it everything below.
create table core.readings (
    version_id varchar not null,
    tagger_version varchar not null,
    article_id varchar not null,
    extractor_version varchar not null,
    load_number integer not null,
    fetched_at timestamp not null,
    url varchar not null,
    lang varchar not null,
    title varchar,
    author varchar,
    published date,
    modified date,
    reviewed date,
    text varchar not null,
    word_count bigint not null
);

-- One row per line of a reading's text.
create table core.blocks (
    article_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    kind varchar not null,
    level bigint
);

-- One row per hyperlink in a reading's text.
create table core.hrefs (
    article_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    url varchar not null
);

-- One row per heading of a reading and what stands under it.
create table core.sections (
    article_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    heading varchar not null,
    kind varchar not null,
    entry_count bigint not null,
    link_count bigint not null
);

-- One row per claim of a reading.
create table core.claims (
    article_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    claim_id varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    text varchar not null,
    kind varchar not null,
    polarity varchar not null,
    certainty varchar not null,
    agent varchar,
    target varchar,
    agent_concept varchar,
    target_concept varchar,
    support varchar not null,
    found_by varchar not null
);

-- One row per citation of a reading.
create table core.citations (
    article_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    citation_id varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    text varchar not null,
    kind varchar not null,
    evidence varchar not null,
    year bigint,
    href varchar,
    traceable boolean not null,
    source_id varchar,
    found_by varchar not null
);

-- One row per claim and citation that is offered for it.
create table core.claim_citations (
    article_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    claim_id varchar not null,
    citation_id varchar not null
);

-- One row per disclosure of a reading.
create table core.disclosures (
    article_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    text varchar not null,
    kind varchar not null
);

-- One row per source that any citation ever pointed to.
create table core.sources (
    source_id varchar not null,
    scheme varchar not null,
    value varchar not null,
    url varchar
);
