-- One row per migration that was applied to this file, and one for the views and comments that it has. Run before all
-- others, on every opening.
create schema if not exists core;

create table if not exists core.migrations (
    number integer not null,
    name varchar not null,
    sha256 varchar not null,
    applied_at timestamp not null
);

create table if not exists core.definitions (
    sha256 varchar not null
);
