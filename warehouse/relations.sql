-- One row per view of schema main and table of schema core: its name, its kind, its columns in order.
with
relations as (
    select
        view_name as name,
        view_name as relation,
        'view' as kind,
        schema_name
    from duckdb_views()
    where schema_name = 'main' and not internal and database_name = current_database()
    union all
    select
        table_name as name,
        'core.' || table_name as relation,
        'table' as kind,
        schema_name
    from duckdb_tables()
    where schema_name = 'core' and database_name = current_database()
    union all
    -- in a published file, of a table there
    select
        view_name as name,
        'core.' || view_name as relation,
        'table' as kind,
        schema_name
    from duckdb_views()
    where schema_name = 'core' and database_name = current_database()
)

select
    relations.relation,
    relations.kind,
    list(columns.column_name order by columns.column_index) as columns
from relations
inner join duckdb_columns() as columns
    on
        relations.schema_name = columns.schema_name
        and relations.name = columns.table_name
        and columns.database_name = current_database()
group by relations.relation, relations.kind
order by relations.kind desc, relations.relation
