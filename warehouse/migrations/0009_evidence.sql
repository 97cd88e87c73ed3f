-- One row per rung of the ladder of evidence, per type that a registry may give a work, and per certainty and rung:
-- what is judged by hand, from warehouse/reference/*.csv, and written anew whenever a file there changes.
create table core.evidence_levels (
    level varchar not null,
    rank bigint not null,
    ocebm_level bigint,
    name varchar not null,
    reason varchar not null,
    example varchar not null
);

create table core.registry_types (
    registry varchar not null,
    type varchar not null,
    level varchar not null,
    reason varchar not null
);

create table core.strength_gaps (
    certainty varchar not null,
    level varchar not null,
    gap bigint not null,
    reason varchar not null,
    example varchar not null
);
