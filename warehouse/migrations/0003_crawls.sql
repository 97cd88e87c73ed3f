-- One row per outcome and run as before; an outcome now says where it led, what its page asked of crawlers and what its
-- bytes were, and a run says how it went and what its site file expected of it then. Of runs from before, no more is
-- known than their outcomes.
alter table core.outcomes add column location varchar;
alter table core.outcomes add column directives varchar;
alter table core.outcomes add column payload_digest varchar;
alter table core.articles add column missing_since timestamp;

create table core.runs (
    run_id varchar not null,
    site varchar not null,
    started_at timestamp not null,
    finished_at timestamp,
    finish_reason varchar not null,
    request_count bigint not null,
    byte_count bigint not null,
    retry_count bigint not null,
    discovery_failure_count bigint not null,
    expected_articles bigint not null,
    expected_dated_share double,
    expected_authored_share double,
    expected_languages varchar not null
);
