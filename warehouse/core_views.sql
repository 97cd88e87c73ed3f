-- One row per view of schema core of the open database: tables of a warehouse that its published file has as views.
select view_name
from duckdb_views()
where schema_name = 'core' and database_name = current_database() and not internal
