-- One row per macro of schema main: its name, what it asks for, its comment, and how it is called in COMMENT and DROP.
select
    function_name as macro,
    parameters,
    comment as meaning,
    if(function_type = 'table_macro', 'macro table', 'macro') as kind
from duckdb_functions()
where
    function_type in ('table_macro', 'macro')
    and schema_name = 'main'
    and database_name = current_database()
    and not internal
order by macro
