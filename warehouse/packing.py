"""The columns of a table in; the statement that makes it, with the texts that hardly repeat packed by zstd, out.

DuckDB tries to make a dictionary of every text, which is most of what it costs to write ten million sentences and ids.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import duckdb


class Column(NamedTuple):
    """A column as a table has it."""

    name: str
    type: str
    may_be_null: bool


def table_columns(con: duckdb.DuckDBPyConnection, table: str) -> list[Column]:
    """The columns of a table."""
    told = con.execute(f"describe {table}").fetchall()
    return [Column(name, kind, is_nullable == "YES") for name, kind, is_nullable, *_ in told]


def answer_columns(con: duckdb.DuckDBPyConnection, asked: str) -> list[Column]:
    """The columns of what a query answers. Of these, what DuckDB says of null is wrong where a join finds nothing."""
    return [Column(name, kind, True) for name, kind, *_ in con.execute(f"describe {asked}").fetchall()]


def packed_table(table: str, columns: Iterable[Column], packed: Collection[str]) -> str:
    """The statement that makes an empty table whose columns of the names in `packed` are packed by zstd.

    `packed_table("answers.claims", [Column("text", "VARCHAR", False)], {"text"})` is
    `create table answers.claims ("text" VARCHAR using compression zstd not null)`.
    """
    told = [
        f'"{column.name}" {column.type}'
        + (" using compression zstd" if column.name in packed and column.type == "VARCHAR" else "")
        + ("" if column.may_be_null else " not null")
        for column in columns
    ]
    return f"create table {table} ({', '.join(told)})"
