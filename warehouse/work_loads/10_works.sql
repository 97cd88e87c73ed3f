-- One row per work and registry of the answers ($works): each takes the place of what was known of it.
delete from core.works
where work_id in (select work_id from read_parquet($works));

insert into core.works by name
select * from read_parquet($works);
