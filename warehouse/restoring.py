"""A published file in the place of a lost warehouse in; the same with tables of its own in schema core out.

In a published file some tables of schema core are views of schema answers (warehouse/answers.toml), where their rows
are laid down once for all who ask. Who loads and migrates needs them as tables.
"""

import duckdb

from warehouse.packing import packed_table, table_columns
from warehouse.statements import ask, transaction


def make_tables_again(con: duckdb.DuckDBPyConnection) -> None:
    """Make of each view of schema core the table that it was in the warehouse, empty as answers.core_<table> is."""
    views = [view for (view,) in ask(con, "core_views")]
    if not views:
        return
    with transaction(con):
        for view in views:
            con.execute(packed_table(f"core.{view}_again", table_columns(con, f"answers.core_{view}"), ()))
            con.execute(f"insert into core.{view}_again from core.{view}")
            con.execute(f"drop view core.{view}")
            con.execute(f"alter table core.{view}_again rename to {view}")
