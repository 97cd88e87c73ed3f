-- One row per table of schema core and view of schema main: its name, its kind, its columns in order.
select
    case columns.schema_name when 'main' then '' else columns.schema_name || '.' end || columns.table_name as relation,
    case columns.schema_name when 'main' then 'view' else 'table' end as kind,
    list(columns.column_name order by columns.column_index) as columns
from duckdb_columns() as columns
where
    columns.database_name = current_database()
    and columns.schema_name in ('core', 'main')
    and not columns.internal
group by columns.schema_name, columns.table_name
order by columns.schema_name desc, columns.table_name
