-- One table per kind of fact that registries of works tell: what they have on record, which sources it is, what came of
-- asking. `claimtrace resolve` fills them, beside core.sources, which keeps its one row per source.

-- One row per work and registry: what Crossref, PubMed or OpenAlex has on record.
create table core.works (
    work_id varchar not null,
    registry varchar not null,
    registry_id varchar not null,
    doi varchar,
    pmid varchar,
    pmcid varchar,
    title varchar,
    year bigint,
    journal varchar,
    publisher varchar,
    first_author varchar,
    types varchar[] not null,
    is_preprint boolean not null,
    is_animal boolean,
    is_retracted boolean not null,
    retraction_notice varchar,
    retracted_on date
);

-- One row per source and work that it was matched with.
create table core.source_works (
    source_id varchar not null,
    work_id varchar not null,
    registry varchar not null,
    method varchar not null,
    score double not null,
    is_checked_back boolean not null
);

-- One row per source and registry that was asked for it: what came of it the last time.
create table core.source_answers (
    source_id varchar not null,
    registry varchar not null,
    status varchar not null,
    http_status bigint,
    reason varchar,
    asked_at timestamp not null,
    next_try_at timestamp
);

-- One row per mention of a study without a link and work that it may mean. Guesses with a score, never facts.
create table core.work_candidates (
    citation_id varchar not null,
    registry varchar not null,
    method varchar not null,
    rank bigint not null,
    score double not null,
    query varchar not null,
    registry_id varchar not null,
    doi varchar,
    pmid varchar,
    title varchar,
    year bigint,
    asked_at timestamp not null
);

-- One row per set of answers that was loaded.
create table core.work_loads (
    digest varchar not null,
    loaded_at timestamp not null,
    source_count bigint not null,
    work_count bigint not null
);
