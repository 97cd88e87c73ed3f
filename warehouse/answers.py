"""An open copy of the warehouse in; the same with the rows of its slow views laid down in schema answers out.

The views keep their names, columns and comments: who asks `claim_clusters` gets what it said when the file was
published, without working it out. Which views, and in which order their rows lie, answers.toml says.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

import duckdb

from warehouse.schema import comment_on, relations
from warehouse.statements import ROOM, transaction

FILE = ROOM / "answers.toml"


@dataclass(frozen=True, slots=True)
class LaidDown:
    """A view whose rows are laid down, and what they are ordered by."""

    view: str
    order: str


@cache
def laid_down_views() -> tuple[LaidDown, ...]:
    """The views whose rows are laid down, in the order in which that is done."""
    return tuple(LaidDown(**told) for told in tomllib.loads(FILE.read_text(encoding="utf-8"))["laid_down"])


def left_out_tables() -> frozenset[str]:
    """The tables of schema core of which the published file has no rows."""
    return frozenset(tomllib.loads(FILE.read_text(encoding="utf-8"))["left_out"]["tables"])


def lay_down_answers(con: duckdb.DuckDBPyConnection) -> None:
    """Lay down the rows of the slow views, each as a table of schema answers that its view then reads."""
    columns = {relation: names for relation, kind, names in relations(con) if kind == "view"}
    con.execute("create schema answers")
    for laid in laid_down_views():
        con.execute(f"create table answers.{laid.view} as from main.{laid.view} order by {laid.order}")
        listed = ", ".join(f'"{name}"' for name in columns[laid.view])
        with transaction(con):
            reading = f"select {listed} from answers.{laid.view}"  # noqa: S608 -- names of ours
            con.execute(f"create or replace view main.{laid.view} as {reading}")
            comment_on(con, laid.view, "view", columns[laid.view])
            comment_on(con, f"answers.{laid.view}", "table", columns[laid.view], told_as=laid.view)
