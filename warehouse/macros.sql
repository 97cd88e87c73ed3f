-- One row per table macro of schema main: its name, what it asks for, and its comment.
select
    function_name as macro,
    parameters,
    comment as meaning
from duckdb_functions()
where
    function_type = 'table_macro'
    and schema_name = 'main'
    and database_name = current_database()
    and not internal
order by macro
