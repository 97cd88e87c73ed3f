"""An open DuckDB file in; the same file with all migrations, views and comments of this claimtrace out."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb

from transforms.claim_keys import cluster_files
from transforms.publishers import PUBLISHERS_FILE
from warehouse import help_view
from warehouse.clusters import recluster_claims, reload_concepts
from warehouse.errors import MigrationChanged, WarehouseTooNew
from warehouse.help_view import help_files, help_statement
from warehouse.publishers import reload_publishers
from warehouse.reference import reference_files, reload_reference
from warehouse.register_matches import matching_files, rematch_where_changed
from warehouse.restoring import make_tables_again
from warehouse.review_matches import match_reviews
from warehouse.statements import ROOM, ask, run_file, sql_files, sql_text, transaction


def prepare_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the file to this claimtrace: migrations; where they changed, views, macros, comments, reference tables."""
    make_tables_again(con)
    migrate(con, migration_files())
    wanted = definitions_checksum()
    if con.execute("from core.definitions").fetchall() == [(wanted,)]:
        return
    with transaction(con):
        con.execute("drop schema if exists answers cascade")  # of a published file that became the warehouse
        for relation, kind, _ in relations(con):
            if kind == "view":
                name = relation.replace('"', '""')
                con.execute(f'drop view if exists main."{name}"')
        for macro, _, _, kind in macros(con):
            con.execute(f'drop {kind} main."{macro}"')
        for path in [*sql_files("views"), *sql_files("macros")]:
            run_file(con, path)
        make_help(con)
        apply_comments(con)
        reload_publishers(con)
        reload_reference(con)
        reload_concepts(con)
        recluster_claims(con)
        match_reviews(con)
        rematch_where_changed(con)
        con.execute("delete from core.definitions")
        con.execute("insert into core.definitions values (?)", [wanted])


def make_help(con: duckdb.DuckDBPyConnection) -> None:
    """Make the view that lists all views, once they are there."""
    columns = {relation: len(columns) for relation, kind, columns in relations(con) if kind == "view"}
    con.execute(help_statement(columns, dictionary()["relations"]))


def definitions_checksum() -> str:
    """One sha256 for all that decides views, macros, comments and reference tables, and the migrations beneath."""
    paths = [
        *sql_files("views"),
        *sql_files("macros"),
        *sql_files("migrations"),
        ROOM / "dictionary.toml",
        PUBLISHERS_FILE,
        *reference_files(),
        *cluster_files(),
        *help_files(),
        Path(help_view.__file__),
        *matching_files(),
    ]
    return hashlib.sha256("".join(checksum(path) for path in paths).encode()).hexdigest()


def migration_files() -> dict[int, Path]:
    """The migrations by number: `migrations/0001_core.sql` is 1. Number 0 makes the table that remembers them."""
    return {int(path.stem.split("_")[0]): path for path in sql_files("migrations")}


def checksum(path: Path) -> str:
    """The sha256 of a file's text, with line ends as Git keeps them, so that a Windows checkout is no change."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def missing_migrations(con: duckdb.DuckDBPyConnection, known: Mapping[int, Path]) -> list[int]:
    """The numbers of the `known` migrations that the file lacks, in order; of a new file all but 0.

    Raises WarehouseTooNew for a file with a migration that is not here, MigrationChanged for one that was edited since.
    """
    run_file(con, known[0])
    applied = {number: (name, sha) for number, name, sha, _ in con.execute("from core.migrations").fetchall()}
    check_migrations(applied, known)
    return [number for number in sorted(known) if number and number not in applied]


def check_migrations(applied: Mapping[int, tuple[str, str]], known: Mapping[int, Path]) -> None:
    """Raise WarehouseTooNew or MigrationChanged where a file's migrations, (name, sha256) by number, are not ours."""
    if applied and max(applied) > max(known):
        raise WarehouseTooNew(
            f"the warehouse file was written by a newer claimtrace (migration {applied[max(applied)][0]}); "
            f"this one knows migrations up to {known[max(known)].stem}. Update claimtrace or use another --data folder."
        )
    for number, (name, sha) in sorted(applied.items()):
        if number not in known or checksum(known[number]) != sha:
            raise MigrationChanged(
                f"migration {name} is not the one that made this warehouse file. Restore it and put the change into a "
                "new migration, or load the WARC files into a new --data folder."
            )


def migrate(con: duckdb.DuckDBPyConnection, known: Mapping[int, Path]) -> list[int]:
    """Apply those of the `known` migrations that the file lacks, one transaction each; out: their numbers.

    Raises what `missing_migrations` raises.
    """
    missing = missing_migrations(con, known)
    for number in missing:
        with transaction(con):
            run_file(con, known[number])
            row = [number, known[number].stem, checksum(known[number])]
            con.execute("insert into core.migrations select ?, ?, ?, now() at time zone 'UTC'", row)
    return missing


def relations(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, list[str]]]:
    """The views of schema main and the tables of schema core: name, kind (`view` or `table`) and columns in order."""
    return ask(con, "relations")


def macros(con: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str], str | None, str]]:
    """The macros of schema main: name, what each asks for, its comment, and its kind (`macro` or `macro table`)."""
    return ask(con, "macros")


@cache
def dictionary() -> dict[str, dict[str, str]]:
    """The meaning of all there is, as `dictionary.toml` has it: `relations`, `macros`, `columns`, `answers`."""
    loaded: dict[str, dict[str, str]] = tomllib.loads((ROOM / "dictionary.toml").read_text(encoding="utf-8"))
    return loaded


def apply_comments(con: duckdb.DuckDBPyConnection) -> None:
    """Put a COMMENT on every table, view, macro and column of the file. Those that the dictionary lacks raise."""
    words = dictionary()
    for relation, kind, columns in relations(con):
        comment_on(con, relation, kind, columns)
    for macro, _, _, kind in macros(con):
        con.execute(f'comment on {kind} "{macro}" is {sql_text(words["macros"][macro])}')


def comment_on(
    con: duckdb.DuckDBPyConnection, relation: str, kind: str, columns: Sequence[str], told_as: str | None = None
) -> None:
    """Put a COMMENT on a table or view and each of its columns: the dictionary's words for it, or for `told_as`.

    Raises KeyError where the dictionary has none.
    """
    words, name = dictionary(), told_as or relation
    meanings = words["columns"] | words["answers"]
    con.execute(f"comment on {kind} {relation} is {sql_text(words['relations'][name])}")
    for column in columns:
        own = (f"{relation}.{column}", f"{name}.{column}", f"{name.removeprefix('core.')}.{column}", column)
        meaning = next(meanings[name] for name in own if name in meanings)
        con.execute(f"comment on column {relation}.{column} is {sql_text(meaning)}")
