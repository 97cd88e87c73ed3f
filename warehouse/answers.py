"""An open copy of the warehouse in; the same with the rows of its slow views laid down in schema answers out.

The views keep their names, columns and comments: who asks `claim_clusters` gets what it said when the file was
published, without working it out. Which views, and in which order their rows lie, answers.toml says.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from warehouse.packing import answer_columns, packed_table, table_columns
from warehouse.schema import comment_on, relations
from warehouse.statements import ROOM, planned_without, query, transaction

FILE = ROOM / "answers.toml"
# Without these a join is made as it is written: what stands on its right is held, and what stands on its left passes in
# its order. DuckDB holds what has fewer rows, and would hold ten million claims with all their texts.
_JOIN_OPTIMIZERS = ("join_order", "build_side_probe_side")


@dataclass(frozen=True, slots=True)
class LaidDown:
    """A view whose rows are laid down, and what they are ordered by.

    Where that is empty, rows lie in the order of the warehouse's, which has all of one article together. None for a
    view that has no table of its own, and reads that of another.
    `is_of_shared_claims`: only what it says of claims that do not stand alone in their cluster is laid down.
    """

    view: str
    order: str | None = None
    is_of_shared_claims: bool = False


@cache
def told() -> dict[str, Any]:
    """What answers.toml says."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def laid_down_views() -> tuple[LaidDown, ...]:
    """The views whose rows are laid down, in the order in which that is done."""
    return tuple(LaidDown(**one) for one in told()["laid_down"])


def left_out_tables() -> frozenset[str]:
    """The tables of schema core of which the published file has no rows, or none of their own."""
    return frozenset([*told()["left_out"]["tables"], *tables_read_from_claims()])


def packed_columns() -> frozenset[str]:
    """The columns of texts and ids that are packed by zstd, in whichever table."""
    return frozenset(told()["packed"]["columns"])


def tables_read_from_claims() -> tuple[str, ...]:
    """The tables of schema core that the published file has as views of answers.claims."""
    return tuple(told()["read_from_claims"]["tables"])


def lay_down_claims(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Lay down the rows of the view `claims`, and of those before it, in tables of schema answers.

    The open database is the copy, and `source` the warehouse, which is attached beside it: it has the rows of those
    tables of schema core that are views of answers.claims from here on.
    """
    con.execute("create schema answers")
    tables = tables_read_from_claims()
    for table in tables:
        empty = packed_table(f"answers.core_{table}", table_columns(con, f"core.{table}"), packed_columns())
        con.execute(empty)
        con.execute(f"drop table core.{table}")
        con.execute(f"create view core.{table} as from {source}.core.{table}")
    _lay_down_all(con, laid_down_views()[: _after_claims()])
    for table in tables:
        names = [column.name for column in table_columns(con, f"answers.core_{table}")]
        with transaction(con):
            con.execute(f"create or replace view core.{table} as {_file('core', table)}")
            comment_on(con, f"core.{table}", "view", names)
            comment_on(con, f"answers.core_{table}", "table", names, told_as=f"core.{table}")


def lay_down_answers(con: duckdb.DuckDBPyConnection) -> None:
    """Lay down the rows of the other slow views, which the views then read."""
    _lay_down_all(con, laid_down_views()[_after_claims() :])


def _after_claims() -> int:
    return 1 + next(place for place, laid in enumerate(laid_down_views()) if laid.view == "claims")


def _lay_down_all(con: duckdb.DuckDBPyConnection, views: Iterable[LaidDown]) -> None:
    columns = {relation: names for relation, kind, names in relations(con) if kind == "view"}
    for laid in views:
        if laid.order is not None:
            with shared_claims(con, columns["claims"]) if laid.is_of_shared_claims else nullcontext():
                lay_down(con, laid.view, laid.order)
        with transaction(con):
            read(con, laid.view, columns[laid.view])
            comment_on(con, laid.view, "view", columns[laid.view])


def lay_down(con: duckdb.DuckDBPyConnection, view: str, order: str) -> None:
    """Lay down the rows of a view, or those that its file in answers/rows asks for, in a table of its name."""
    *before, last = con.extract_statements(_file("rows", view) or f"from main.{view}")
    for statement in before:
        con.execute(statement)
    columns = answer_columns(con, last.query)
    con.execute(packed_table(f"answers.{view}", columns, packed_columns()))
    ordered = f" order by {order}" if order else ""
    with nullcontext() if order else planned_without(con, *_JOIN_OPTIMIZERS):
        con.execute(f"insert into answers.{view} from ({last.query}){ordered}")
    with transaction(con):  # a commit for each comment is half a second of a publication
        comment_on(con, f"answers.{view}", "table", [column.name for column in columns], told_as=view)


def read(con: duckdb.DuckDBPyConnection, view: str, columns: Sequence[str], also: str = "") -> None:
    """Let a view read what is laid down: as its file in answers/views has it, else its columns of its own table."""
    listed = ", ".join(f'"{name}"' for name in columns)
    own = f"select {listed} from answers.{view}"  # noqa: S608 -- names of ours
    con.execute(f"create or replace view main.{view} as {_file('views', view) or own} {also}")


@contextmanager
def shared_claims(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> Iterator[None]:
    """Inside, the view `claims` shows only those that do not stand alone: all that a view on clusters must work out.

    A cluster of one claim says nothing that its claim does not say, and nine in ten are such.
    """
    read(con, "claims", columns, "and not stands_alone")
    try:
        yield
    finally:
        with transaction(con):
            read(con, "claims", columns)
            comment_on(con, "claims", "view", columns)


def _file(folder: str, view: str) -> str | None:
    """The SQL of a file in answers/rows, answers/views or answers/core, where there is one."""
    name = f"answers/{folder}/{view}"
    return query(name).rstrip() if (ROOM / f"{name}.sql").is_file() else None
