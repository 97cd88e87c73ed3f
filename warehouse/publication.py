"""The pipeline's own file in; the file that analysts open out, whole and in one instant, with a manifest beside it.

published/claimtrace.duckdb                           what analysts open; read-only
published/claimtrace.json                             its manifest: when, from what, row counts, sha256, versions
published/previous/claimtrace-<YYYYmmddTHHMMSSZ>.*    the last few before it, by the time of their publication
"""

import json
import os
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.answers import lay_down_answers, lay_down_claims, left_out_tables, packed_columns
from warehouse.connection import WAIT_SECONDS, connect_when_free, open_warehouse
from warehouse.copying import copy_for_readers, end_copy, log_beside, removed_on_failure
from warehouse.durability import link_or_copy, sync_path
from warehouse.errors import WarehouseError
from warehouse.file_state import file_state
from warehouse.manifests import contents_of, manifest_of, manifest_path, write_json

# A look back at last week's figures, and a way back from a bad rule, without a second disk.
KEPT_BEFORE = 3

READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


def publish(
    warehouse_path: Path, published_path: Path, wait_seconds: float = WAIT_SECONDS, keep: int = KEPT_BEFORE
) -> None:
    """Copy the warehouse to `<published>.building`, then put that in the place of the published file.

    Who has the old file open goes on reading it; who opens it from now on reads the new one. The copy is compact: what
    was deleted takes no room in it. Nothing else ever writes to the published path, and no write-ahead log is left
    beside it: one that a stranger left there would make the new file unreadable, so it is removed. `keep` of the files
    that were published before stay in `previous`.

    The manifest is put in its place last, and says of which state of the warehouse the file is the copy: if the process
    is killed before that, `is_copy_of` finds the manifest of another state, and the next run publishes anew.

    Raises WarehouseBusy when another process holds the warehouse for longer than `wait_seconds`, WarehouseError when
    the copy fails, as on a full disk: the published file is as it was then.
    """
    published_path.parent.mkdir(parents=True, exist_ok=True)
    building = published_path.with_name(f"{published_path.name}.building")
    with removed_on_failure(building):
        before = file_state(warehouse_path)
        told = _built(warehouse_path, building, published_path, wait_seconds)
        manifest = manifest_of(building, published_path.name, datetime.now(UTC), told)
        building.chmod(READ_ONLY)
        sync_path(building)
        # opening may migrate, and another process may write as soon as we close: then nobody knows which was copied
        manifest["made_from"] = before if before == file_state(warehouse_path) else None
        if keep and published_path.exists():
            keep_previous(published_path)
        log_beside(published_path).unlink(missing_ok=True)
        os.replace(building, published_path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
        write_json(manifest_path(published_path), manifest)
        sync_path(published_path.parent)
    for old in previous_files(published_path)[: -keep or None]:
        old.unlink()
        manifest_path(old).unlink(missing_ok=True)


def _built(warehouse_path: Path, building: Path, published_path: Path, wait_seconds: float) -> dict[str, Any]:
    """Write the copy, lay down in it what its slow views answer; out: what its manifest says of its contents."""
    try:
        with closing(open_warehouse(warehouse_path, wait_seconds)) as con:
            source = copy_for_readers(con, building, left_out_tables(), packed_columns())
            lay_down_claims(con, source)
            end_copy(con, source)
        with closing(connect_when_free(building, wait_seconds)) as con:
            lay_down_answers(con)
            return contents_of(con)
    except duckdb.Error as error:
        raise WarehouseError(f"{published_path} was not written anew and is as it was: {error}") from error


def is_copy_of(warehouse_path: Path, published_path: Path) -> bool:
    """Whether the published file holds what the warehouse holds now, by the manifest beside it; no clock is asked."""
    told = read_published_manifest(published_path)
    state = file_state(warehouse_path)
    return (
        state is not None
        and published_path.is_file()
        and told.get("made_from") == state
        and told.get("byte_count") == published_path.stat().st_size
    )


def read_published_manifest(published_path: Path) -> dict[str, Any]:
    """What the manifest beside a published file says; nothing where there is none, or one that is torn."""
    try:
        told = json.loads(manifest_path(published_path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def previous_folder(published_path: Path) -> Path:
    """Where the files are that were published before."""
    return published_path.parent / "previous"


def previous_files(published_path: Path) -> list[Path]:
    """The files that were published before and are kept, oldest first; each may have a manifest beside it."""
    return sorted(previous_folder(published_path).glob(f"*{published_path.suffix}"))


def keep_previous(published_path: Path) -> None:
    """Give the published file and its manifest a second name in `previous`."""
    folder = previous_folder(published_path)
    folder.mkdir(exist_ok=True)
    at = datetime.fromtimestamp(published_path.stat().st_mtime, tz=UTC)
    kept = folder / f"{published_path.stem}-{at:%Y%m%dT%H%M%SZ}{published_path.suffix}"
    for source, target in ((published_path, kept), (manifest_path(published_path), manifest_path(kept))):
        if source.exists():
            link_or_copy(source, target)
