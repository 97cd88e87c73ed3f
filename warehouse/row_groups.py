"""A load in; the row groups that it and those before it left merged and packed, every so many loads, out.

A load adds a row group to every table that it writes to. By itself DuckDB merges them at nearly every checkpoint, which
writes rows again that were loaded long ago: up to half of what a load takes. So the warehouse is opened without that
(warehouse/connection.py), and it is done here, for many loads at once. Nor is text packed before: that is half of what
a commit takes, and the merge would do it again. What analysts read is a copy, which is compact.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

# Sixteen small row groups more are not felt by who reads, and to merge sixteen costs little more than to merge two.
LOADS_A_MERGE = 16
# Row groups of so many rows are whole: none is merged, so that they are packed at once.
WHOLE_ROWS = 122_880
# As DuckDB has it where nothing else is set.
_TASKS, _LOG_SIZE = 100, "16MiB"


@contextmanager
def merged_in_turn(con: duckdb.DuckDBPyConnection, load_number: int, row_count: int) -> Iterator[None]:
    """The transaction inside is a load of so many claims: one of a whole row group or more is packed, and at the commit
    of every sixteenth, small row groups and deleted rows go.
    """
    is_merged = not load_number % LOADS_A_MERGE
    try:
        if is_merged:
            # the commit ends in a checkpoint, however little it wrote
            _set(con, _TASKS, "1KB")
        if is_merged or row_count >= WHOLE_ROWS:
            pack_text(con)
        yield
    finally:
        with suppress(duckdb.Error):  # as on a full disk: the connection is dead then
            if is_merged:
                _set(con, 0, _LOG_SIZE)
            leave_text(con)


def pack_text(con: duckdb.DuckDBPyConnection) -> None:
    """From here on text is packed as DuckDB packs it by itself."""
    con.execute("set disabled_compression_methods = ''")


def leave_text(con: duckdb.DuckDBPyConnection) -> None:
    """From here on text is written as it is, unless it says the same again and again."""
    con.execute("set disabled_compression_methods = 'dict_fsst'")


def _set(con: duckdb.DuckDBPyConnection, tasks: int, log_size: str) -> None:
    con.execute(f"set max_vacuum_tasks = {tasks}")
    con.execute(f"set checkpoint_threshold = '{log_size}'")
