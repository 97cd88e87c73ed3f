-- One row per column of a view, with what the view and the column mean, in the order of the view.
select
    columns.table_name as view_name,
    views.comment as grain,
    columns.column_name,
    lower(columns.data_type) as data_type,
    columns.comment as meaning
from duckdb_columns() as columns
inner join duckdb_views() as views
    on
        columns.table_name = views.view_name
        and columns.schema_name = views.schema_name
        and columns.database_name = views.database_name
where columns.schema_name = 'main' and columns.database_name = current_database() and not views.internal
order by columns.table_name, columns.column_index
