"""The path of a DuckDB file in; in which condition it is, and what it holds, out. Nothing is written or migrated."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.errors import MigrationChanged, WarehouseTooNew
from warehouse.load import loaded_filesets
from warehouse.schema import check_migrations, migration_files
from warehouse.statements import OFFLINE, ask

Kind = Literal["missing", "ready", "locked", "too_new", "migration_changed", "damaged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a warehouse file is: `words` say more of one that is not ready.

    `holder` is the process that has it open, where DuckDB tells; `filesets` are the names of those loaded, of a file
    that is ready.
    """

    kind: Kind
    words: str = ""
    holder: int | None = None
    filesets: frozenset[str] = frozenset()


def condition(path: Path) -> Condition:
    """Look at a warehouse file without waiting, changing or migrating it; what is wrong with it is no error."""
    if not path.is_file():
        return Condition(kind="missing")
    try:
        con = duckdb.connect(str(path), read_only=True, config=dict(OFFLINE))
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            found = re.search(r"\(PID (\d+)\)", str(error))
            return Condition(kind="locked", words=str(error), holder=int(found[1]) if found else None)
        return Condition(kind="damaged", words=str(error))
    try:
        return _opened(con)
    finally:
        con.close()


def _opened(con: duckdb.DuckDBPyConnection) -> Condition:
    try:
        applied = ask(con, "ledger/migrations")
        check_migrations({number: (name, sha) for number, name, sha in applied}, migration_files())
        return Condition(kind="ready", filesets=loaded_filesets(con))
    except WarehouseTooNew as error:
        return Condition(kind="too_new", words=str(error))
    except MigrationChanged as error:
        return Condition(kind="migration_changed", words=str(error))
    except duckdb.Error as error:
        # a first opening that was killed before its first migration leaves an empty file, which the next one fills
        is_empty = isinstance(error, duckdb.CatalogException) and not con.execute("from duckdb_tables()").fetchall()
        return Condition(kind="ready") if is_empty else Condition(kind="damaged", words=str(error))
