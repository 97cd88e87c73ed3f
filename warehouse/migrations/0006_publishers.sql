-- One row per domain as publishers.csv has it, and one per other domain of an article or a source; which of them an
-- article and a source belong to. Both are filled in by warehouse/publishers.py, also for rows from before.
create table core.publishers (
    domain varchar not null,
    kind varchar not null,
    name varchar,
    owner varchar,
    country varchar,
    reason varchar
);

alter table core.sources add column publisher_domain varchar;
alter table core.articles add column publisher_domain varchar;
