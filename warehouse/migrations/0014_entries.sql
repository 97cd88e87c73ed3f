-- One row per source as before; what an entry of a sources list says of it stands beside it.
alter table core.sources add column title varchar;
alter table core.sources add column journal varchar;
alter table core.sources add column first_author varchar;
alter table core.sources add column "year" bigint;
