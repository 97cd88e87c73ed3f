"""An open database in; a compact copy of all of it, in a file that DuckDB 1.5 can open, out."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.packing import packed_table, table_columns
from warehouse.row_groups import pack_text
from warehouse.schema import comment_on, relations
from warehouse.statements import sql_text, transaction

# Files written so are read by DuckDB 1.5 and the tools that bundle it (Metabase, Harlequin, …); those that DuckDB 2
# writes by itself are not.
STORAGE_VERSION = "v1.5.0"


def copy_database(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write all of the open database, views and comments too, to a new file in the storage version we promise."""
    name = attached_copy(con, target)
    con.execute(f"copy from database {name} to building_copy")
    con.execute("checkpoint building_copy")
    con.execute("detach building_copy")


def copy_for_readers(
    con: duckdb.DuckDBPyConnection, target: Path, left_out: Collection[str], packed: frozenset[str]
) -> str:
    """As copy_database, without the rows of the tables of schema core that are `left_out`.

    The columns of the names in `packed` are packed by zstd: warehouse/packing.py. Afterwards the copy is the database
    that is asked, until end_copy; out: the name of the warehouse, which stays attached beside it.
    """
    name = attached_copy(con, target)
    con.execute(f"copy from database {name} to building_copy (schema)")
    for relation, kind, names in relations(con):
        if kind != "table":
            continue
        if not packed.isdisjoint(names):
            columns = table_columns(con, relation)
            con.execute(f"drop table building_copy.{relation}")
            con.execute(packed_table(f"building_copy.{relation}", columns, packed))
            with transaction(con):
                comment_on(con, f"building_copy.{relation}", "table", names, told_as=relation)
        if relation.removeprefix("core.") not in left_out:
            con.execute(f"insert into building_copy.{relation} from {name}.{relation}")
    con.execute("use building_copy")
    return name


def end_copy(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Write all of the copy to its file and let go of it; the warehouse of that name is asked again."""
    con.execute(f"use {name}")
    con.execute("checkpoint building_copy")
    con.execute("detach building_copy")


def attached_copy(con: duckdb.DuckDBPyConnection, target: Path) -> str:
    """Attach a new file as `building_copy`, to be packed; out: the name of the open database as an identifier."""
    pack_text(con)
    ((source,),) = con.execute("select current_database()").fetchall()
    con.execute(f"attach {sql_text(target)} as building_copy (storage_version '{STORAGE_VERSION}')")
    return '"' + str(source).replace('"', '""') + '"'


@contextmanager
def removed_on_failure(path: Path) -> Iterator[None]:
    """What is inside makes a database file: one that an earlier attempt left is removed before, and where this one
    fails, its own: half a file helps nobody, and on a full disk it takes the room that the next attempt needs.
    """
    remove_database(path)
    try:
        yield
    except BaseException:
        remove_database(path)
        raise
    log_beside(path).unlink(missing_ok=True)


def remove_database(path: Path) -> None:
    """Remove a database file and its log, where they are."""
    for leftover in (path, log_beside(path)):
        leftover.unlink(missing_ok=True)


def log_beside(path: Path) -> Path:
    """Where DuckDB keeps the write-ahead log of a file."""
    return path.with_name(f"{path.name}.wal")
