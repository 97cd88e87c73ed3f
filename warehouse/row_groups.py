"""A load in; the row groups that it and those before it left merged, every so many loads, out.

A load adds a row group to every table that it writes to. By itself DuckDB merges them at nearly every checkpoint, which
writes rows again that were loaded long ago: up to half of what a load takes. So the warehouse is opened without that
(warehouse/connection.py), and it is done here, for many loads at once. What analysts read is a copy, which is compact.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

# Sixteen small row groups more are not felt by who reads, and to merge sixteen costs little more than to merge two.
LOADS_A_MERGE = 16
# As DuckDB has it where nothing else is set.
_TASKS, _LOG_SIZE = 100, "16MiB"


@contextmanager
def merged_in_turn(con: duckdb.DuckDBPyConnection, load_number: int) -> Iterator[None]:
    """The transaction inside is a load: at the commit of every sixteenth, small row groups and deleted rows go."""
    if load_number % LOADS_A_MERGE:
        yield
        return
    # the commit ends in a checkpoint, however little it wrote
    _set(con, _TASKS, "1KB")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # as on a full disk: the connection is dead then
            _set(con, 0, _LOG_SIZE)


def _set(con: duckdb.DuckDBPyConnection, tasks: int, log_size: str) -> None:
    con.execute(f"set max_vacuum_tasks = {tasks}")
    con.execute(f"set checkpoint_threshold = '{log_size}'")
