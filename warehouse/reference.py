"""The tables of judgements, `reference/*.csv`, in; each as the rows of its table of schema core, out.

A table bears the name of its file: who corrects a row there changes what every view says, and nothing is tagged anew.
"""

from pathlib import Path

import duckdb

from warehouse.statements import ROOM

FOLDER = ROOM / "reference"


def reference_files() -> list[Path]:
    """The CSV files, by name."""
    return sorted(FOLDER.glob("*.csv"))


def reload_reference(con: duckdb.DuckDBPyConnection) -> None:
    """Bring every reference table to what its file says today. Run in a transaction."""
    for path in reference_files():
        con.execute(f"delete from core.{path.stem}")  # noqa: S608 -- the name of a file of ours
        rows = "read_csv($path, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')"
        con.execute(f"insert into core.{path.stem} by name from {rows}", {"path": str(path)})
