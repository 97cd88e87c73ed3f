-- One row per set of answers ($digest): that it is loaded, in the same transaction as its rows.
insert into core.work_loads by name
select
    $digest as digest,
    now() at time zone 'UTC' as loaded_at,
    (select count(distinct source_id) from read_parquet($source_answers)) as source_count,
    (select count(*) from read_parquet($works)) as work_count;
