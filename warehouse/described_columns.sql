-- One row per column of a view of schema main or a table of schema core, with its own comment and its relation's.
with
relations as (
    select
        'view' as kind,
        view_name as name,
        schema_name,
        comment as meaning
    from duckdb_views()
    where schema_name = 'main' and not internal
    union all
    select
        'table' as kind,
        table_name as name,
        schema_name,
        comment as meaning
    from duckdb_tables()
    where schema_name = 'core'
)

select
    relations.kind,
    case when relations.kind = 'view' then relations.name else 'core.' || relations.name end as relation,
    relations.meaning,
    columns.column_name,
    columns.data_type,
    columns.comment as column_meaning
from relations
inner join duckdb_columns() as columns
    on relations.schema_name = columns.schema_name and relations.name = columns.table_name
order by relations.kind desc, relations.name, columns.column_index
