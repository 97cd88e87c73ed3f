"""The pipeline's own file in; the file that analysts open out, whole and in one instant."""

import os
from pathlib import Path

import duckdb

from warehouse.connection import WAIT_SECONDS, open_warehouse
from warehouse.copying import copy_database, log_beside
from warehouse.durability import sync_path
from warehouse.errors import WarehouseError


def publish(warehouse_path: Path, published_path: Path, wait_seconds: float = WAIT_SECONDS) -> None:
    """Copy the warehouse to `<published>.building`, then put that in the place of the published file.

    Who has the old file open goes on reading it; who opens it from now on reads the new one. The copy is compact: what
    was deleted takes no room in it. Nothing else ever writes to the published path, and no write-ahead log is left
    beside it: one that a stranger left there would make the new file unreadable, so it is removed.

    Raises WarehouseBusy when another process holds the warehouse for longer than `wait_seconds`, WarehouseError when
    the copy fails, as on a full disk: the published file is as it was then.
    """
    published_path.parent.mkdir(parents=True, exist_ok=True)
    building = published_path.with_name(f"{published_path.name}.building")
    for leftover in (building, log_beside(building)):
        leftover.unlink(missing_ok=True)
    con = open_warehouse(warehouse_path, wait_seconds)
    try:
        copy_database(con, building)
    except duckdb.Error as error:
        raise WarehouseError(f"{published_path} was not written anew: {error}") from error
    finally:
        con.close()
    log_beside(building).unlink(missing_ok=True)
    sync_path(building)
    log_beside(published_path).unlink(missing_ok=True)
    os.replace(building, published_path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    sync_path(published_path.parent)
