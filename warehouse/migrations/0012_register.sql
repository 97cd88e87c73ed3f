-- One row per health claim on food that the EU authorised (by hand, from warehouse/reference), per entry of the
-- official register's lists that were loaded last, and per claim of a reading that was set against both.
create table core.eu_health_claims (
    entry_id varchar not null,
    article varchar not null,
    substance varchar not null,
    relationship varchar not null,
    substance_en varchar not null,
    substance_nl varchar not null,
    relationship_en varchar not null,
    relationship_nl varchar not null,
    conditions varchar not null,
    regulation varchar not null,
    standing varchar not null,
    checked varchar not null,
    checked_nl varchar not null
);

create table core.register_entries (
    entry_id varchar not null,
    claim_type varchar,
    substance varchar not null,
    claim varchar not null,
    conditions varchar,
    health_relationship varchar,
    efsa_opinion varchar,
    regulation varchar,
    told_status varchar,
    standing varchar not null,
    form varchar not null,
    file varchar not null,
    list_date date not null
);

create table core.register_matches (
    claim_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    standing varchar not null,
    register varchar,
    entry_id varchar,
    method varchar not null,
    score double
);
