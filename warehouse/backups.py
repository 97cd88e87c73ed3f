"""An open file of an earlier schema in; a copy of it beside it, taken before any migration changes a row, out.

The copies are called `<name>.before-<what>-<YYYYmmddTHHMMSSZ>.duckdb`; the last two are kept. To go back to one, put
it in the place of the warehouse file and use the claimtrace that wrote it.
"""

import glob
import logging
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.copying import copy_database, removed_on_failure
from warehouse.durability import sync_path
from warehouse.errors import WarehouseError
from warehouse.schema import migration_files, missing_migrations

KEPT_COPIES = 2

# A migration rewrites rows beside the old ones: the copy and a second set of rows must fit on the disk.
ROOM_NEEDED = 2.0

# Told as a warning: those alone Python shows on stderr without any set-up.
_log = logging.getLogger(__name__)


def back_up_before_migrating(con: duckdb.DuckDBPyConnection, path: Path) -> Path | None:
    """Copy the file if this claimtrace is about to migrate it; out: the copy, None for a new file and one up to date.

    Raises WarehouseError where the disk has no room for it or the copy fails (the file is as it was then), and what
    `missing_migrations` raises.
    """
    known = migration_files()
    missing = missing_migrations(con, known)
    if not missing or len(missing) == len(known) - 1:
        return None
    for left in path.parent.glob(f"{glob.escape(path.stem)}.before-*.building*"):  # of a copy that was interrupted
        left.unlink()
    check_room(path)
    copy = backup_path(path, f"migration-{missing[0]:04}")
    building = copy.with_name(f"{copy.name}.building")
    try:
        with removed_on_failure(building):
            copy_database(con, building)
            sync_path(building)
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(f"{path} was not migrated, since no copy of it could be made: {error}") from error
    os.replace(building, copy)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    names = ", ".join(known[number].stem for number in missing)
    _log.warning("%s is brought from an earlier schema to this one (%s); a copy of before is %s", path, names, copy)
    remove_old_backups(path)
    return copy


def backup_path(path: Path, what: str) -> Path:
    """Where a copy that is taken now is kept, before what: `migration-0007`, `rebuild`."""
    return path.with_name(f"{path.stem}.before-{what}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{path.suffix}")


def backups(path: Path) -> list[Path]:
    """The copies of a warehouse file that are kept, oldest first."""
    found = (one for one in path.parent.iterdir() if one.name.startswith(f"{path.stem}.before-"))
    return sorted((one for one in found if one.suffix == path.suffix), key=lambda one: one.stem.rpartition("-")[2])


def remove_old_backups(path: Path) -> None:
    """Keep the last two copies."""
    for old in backups(path)[:-KEPT_COPIES]:
        old.unlink()


def check_room(path: Path) -> None:
    """Raise WarehouseError unless a copy of the file and its migration fit on the disk."""
    size, free = path.stat().st_size, shutil.disk_usage(path.parent).free
    if free < size * ROOM_NEEDED:
        raise WarehouseError(
            f"{path} must be migrated, and a copy of it is made first: {size * ROOM_NEEDED / 1e6:,.0f} MB are needed "
            f"on the disk and {free / 1e6:,.0f} MB are free. Make room, then try again; the file is as it was."
        )
