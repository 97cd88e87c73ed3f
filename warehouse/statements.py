"""The `.sql` files of this room in; their statements, run on a connection, out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

ROOM = Path(__file__).parent

# The statements of files that were run, by their text: who loads many file sets parses once.
_PARSED: dict[str, list[duckdb.Statement]] = {}

# Nothing is fetched from the network behind a query's back.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connected(database: str = ":memory:", options: Mapping[str, Any] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection, OFFLINE, with other options beside. Raises duckdb.Error."""
    con = duckdb.connect(database, config={**OFFLINE, **(options or {})})
    # A bar for what takes more than two seconds would go into whatever a command prints; it is no option to open with.
    con.execute("set enable_progress_bar = false")
    return con


def sql_files(folder: str) -> list[Path]:
    """The `.sql` files of one folder of this room, by name: a number in front is the order to run them in."""
    return sorted((ROOM / folder).glob("*.sql"))


def query(name: str) -> str:
    """The text of one query of this room, by its folder and name: `ledger/load_counts`."""
    return (ROOM / f"{name}.sql").read_text(encoding="utf-8")


def ask(
    con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """The rows that one query of this room answers: `ask(con, "ledger/load_counts", {"fileset": "run-1--tagger-1"})`.

    Parameters are those that the query names, all of them.
    """
    return con.execute(query(name), parameters).fetchall()


def grain_and_question(sql: str) -> tuple[str, str]:
    """The first two comment lines of a query: its grain (`One row per …`) and what it asks.

    Raises ValueError when the text does not open with both.
    """
    lines = sql.splitlines()
    if len(lines) < 3 or not (lines[0].startswith("-- One row per ") and lines[1].startswith("-- ")):
        raise ValueError(f"a query opens with its grain and its question, each a comment line: {sql[:60]!r}")
    return lines[0].removeprefix("-- "), lines[1].removeprefix("-- ")


def sql_text(value: object) -> str:
    """A text as an SQL literal, for what takes no parameters: `the page's URL` becomes `'the page''s URL'`."""
    return "'" + str(value).replace("'", "''") + "'"


def run_file(con: duckdb.DuckDBPyConnection, path: Path, parameters: Mapping[str, Any] | None = None) -> None:
    """Run every statement of a file in order, each with those of the parameters that it names."""
    text = path.read_text(encoding="utf-8")
    if text not in _PARSED:
        _PARSED[text] = con.extract_statements(text)
    for statement in _PARSED[text]:
        named = statement.named_parameters
        wanted = {name: value for name, value in (parameters or {}).items() if name in named}
        con.execute(statement, wanted or None)


@contextmanager
def planned_without(con: duckdb.DuckDBPyConnection, *optimizers: str) -> Iterator[None]:
    """Inside, statements are planned without these optimizers of DuckDB: `planned_without(con, "common_subplan")`."""
    con.execute(f"set disabled_optimizers = {sql_text(', '.join(optimizers))}")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # as on a full disk: the connection is dead then
            con.execute("reset disabled_optimizers")


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Everything inside happens or nothing does: commits at the end, rolls back on any exception."""
    con.begin()
    try:
        yield
    except BaseException:
        # After a full disk the connection is dead and cannot roll back; the file has nothing of this all the same.
        with suppress(duckdb.Error):
            con.rollback()
        raise
    con.commit()
