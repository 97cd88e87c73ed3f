"""The path of the pipeline's own DuckDB file in; an open connection with today's schema out."""

import re
import time
from pathlib import Path

import duckdb

from warehouse.backups import back_up_before_migrating
from warehouse.copying import STORAGE_VERSION
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.row_groups import leave_text
from warehouse.schema import prepare_schema
from warehouse.statements import connected

# What DuckDB raises when it cannot write, as on a full disk: while rows are written, at the commit, and from then on.
DISK_ERRORS = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)

# DuckDB would take 80 % of the machine's memory, and a machine on which something else runs, too, then kills a process.
# Nor does it merge row groups at any checkpoint: warehouse/row_groups.py says when that is done, and what is packed.
_OPTIONS = {"storage_compatibility_version": STORAGE_VERSION, "memory_limit": "50%", "max_vacuum_tasks": 0}

# Another loader needs seconds, an analyst who opened the wrong file may never leave: half a minute tells them apart.
WAIT_SECONDS = 30.0
PAUSE_SECONDS = 0.2


def open_warehouse(path: Path, wait_seconds: float = WAIT_SECONDS) -> duckdb.DuckDBPyConnection:
    """Open the file for writing, making it and its folder where they are missing, and bring its schema up to date.

    Waits up to `wait_seconds` while another process holds the file, then raises WarehouseBusy with that process's id.
    A file of before a migration is copied first: `warehouse.backups`.
    Raises WarehouseTooNew or MigrationChanged (both WarehouseError) for a file that this claimtrace must not touch, and
    WarehouseError for one that is no DuckDB file.
    """
    if "?" in str(path.absolute()):
        # DuckDB 2.0 puts the log of `a?b/w.duckdb` at `a.wal?b/w.duckdb` and then cannot commit.
        raise WarehouseError(f"{path.absolute()}: a warehouse cannot lie under a path with a question mark in it")
    path.parent.mkdir(parents=True, exist_ok=True)
    con = connect_when_free(path, wait_seconds)
    try:
        back_up_before_migrating(con, path)
        prepare_schema(con)  # what it writes is written for good
        leave_text(con)
    except duckdb.Error as error:
        con.close()
        if isinstance(error, DISK_ERRORS):
            raise WarehouseError(f"{path} was not brought to the schema of this claimtrace: {error}") from error
        raise
    except BaseException:
        con.close()
        raise
    return con


def connect_when_free(path: Path, wait_seconds: float) -> duckdb.DuckDBPyConnection:
    """A read and write connection as soon as no other process holds the file; errors as `open_warehouse`."""
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return connected(str(path), _OPTIONS)
        except duckdb.Error as error:
            if "Could not set lock" not in str(error):
                words = f"{path} cannot be opened: {error}. `claimtrace doctor` says how to mend it."
                raise WarehouseError(words) from error
            if time.monotonic() >= deadline:
                raise WarehouseBusy(busy_words(path, str(error))) from error
        time.sleep(PAUSE_SECONDS)


def busy_words(path: Path, error: str) -> str:
    """What to tell when the file stays locked; DuckDB's message holds `(PID 4211)` where the system tells it."""
    found = re.search(r"\(PID (\d+)\)", error)
    holder = f"process {found[1]}" if found else "another process"
    return (
        f"{path} is held by {holder}. Wait until it ends or close it, then try again. "
        "To look at the data while a load runs, open the published file instead."
    )
