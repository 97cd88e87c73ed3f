"""All file sets and the warehouse of today in; a warehouse made from the file sets anew, in its place, out."""

import os
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.backups import backup_path, remove_old_backups
from warehouse.checks import CheckResult, broken, in_words, run_checks
from warehouse.connection import WAIT_SECONDS, connect_when_free, open_warehouse
from warehouse.copying import STORAGE_VERSION, log_beside, remove_database
from warehouse.durability import link_or_copy, sync_path
from warehouse.errors import FilesetError, WarehouseBusy, WarehouseError
from warehouse.filesets import read_manifest
from warehouse.load import load_fileset
from warehouse.review_matches import match_reviews
from warehouse.statements import ROOM, ask, run_file, sql_text, transaction

# What no file set holds: answers of registries and retraction lists. They are taken over from the warehouse of today.
CARRIED_TABLES = (
    "works",
    "source_works",
    "source_answers",
    "work_candidates",
    "work_loads",
    "retractions",
    "register_entries",
    "alerts",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How it went: file sets loaded, those of them that were not loaded before, and where the old file is kept.

    `unreadable` says of folders that are no file set why they were left out; `carried` whether registries' answers and
    retraction lists were taken over.
    """

    fileset_count: int
    new_count: int
    unreadable: tuple[str, ...]
    carried: bool
    old_file: Path | None
    checks: tuple[CheckResult, ...]


def rebuild(
    path: Path,
    folders: Iterable[Path],
    say: Callable[[str], None],
    is_fresh: bool = False,
    wait_seconds: float = WAIT_SECONDS,
) -> Rebuilt:
    """Load file sets into `<path>.rebuilding`, check it, and put it in the place of `path`.

    In the order in which the old file had loaded them, then those that it lacks by age. The old file is held meanwhile,
    so that nobody loads into what is about to go, and kept as the copies of before a migration are. is_fresh: take
    nothing from the old file, which may be damaged.
    Raises WarehouseBusy; WarehouseError where a file set that was loaded is not there any more, where the checks find
    an error, or where the old file cannot be opened. The old file stays in its place then.
    """
    made_at, unreadable = finished(folders)
    old = hold(path, is_fresh, wait_seconds)
    building = path.with_name(f"{path.name}.rebuilding")
    try:
        known = [name for (name,) in ask(old, "ledger/filesets")] if old and not is_fresh else []
        by_name = {folder.name: folder for folder in made_at}
        if gone := [name for name in known if name not in by_name]:
            raise WarehouseError(
                f"{len(gone)} file sets that the warehouse holds are not there any more, e.g. {gone[0]}: what they "
                "hold would be lost. Read their archives again with `claimtrace ingest`, or do without with --fresh."
            )
        new = sorted(set(by_name) - set(known), key=lambda name: (made_at[by_name[name]], name))
        remove_database(building)
        open_warehouse(building).close()
        if old and not is_fresh:
            carry_over(old, building)
        checks = fill(building, [by_name[name] for name in (*known, *new)], say)
        kept = put_in_place(building, path)
    finally:
        remove_database(building)
        if old:
            old.close()
    remove_old_backups(path)
    return Rebuilt(
        fileset_count=len(by_name),
        new_count=len(new),
        unreadable=unreadable,
        carried=bool(old) and not is_fresh,
        old_file=kept,
        checks=checks,
    )


def finished(folders: Iterable[Path]) -> tuple[dict[Path, object], tuple[str, ...]]:
    """The finished file sets among some folders with the time at which each was made, and what is wrong with others."""
    made_at, unreadable = dict[Path, object](), list[str]()
    for folder in sorted(folders):
        try:
            made_at[folder] = read_manifest(folder).made_at
        except FilesetError as error:
            unreadable.append(str(error))
    return made_at, tuple(unreadable)


def hold(path: Path, is_fresh: bool, wait_seconds: float) -> duckdb.DuckDBPyConnection | None:
    """The old file, open so that no other process can write to it; None where there is none, or none to be opened."""
    if not path.exists():
        return None
    if not is_fresh:
        return open_warehouse(path, wait_seconds)
    try:
        return connect_when_free(path, wait_seconds)
    except WarehouseBusy:
        raise
    except WarehouseError:  # damaged: what `is_fresh` is for
        return None


def carry_over(old: duckdb.DuckDBPyConnection, building: Path) -> None:
    """Copy what no file set holds from the old file into the new one."""
    old.execute(f"attach {sql_text(building)} as rebuilding (storage_version '{STORAGE_VERSION}')")
    with transaction(old):
        for table in CARRIED_TABLES:
            old.execute(f"insert into rebuilding.core.{table} by name from core.{table}")
        run_file(old, ROOM / "ledger" / "carry_reviews.sql")
    old.execute("detach rebuilding")
    old.execute("checkpoint")  # nothing is left for its closing to write, when another file has its name


def fill(building: Path, folders: list[Path], say: Callable[[str], None]) -> tuple[CheckResult, ...]:
    """Load the file sets in this order and run all checks. Raises WarehouseError where an error is found."""
    with closing(open_warehouse(building)) as con:
        for number, folder in enumerate(folders, start=1):
            load_fileset(con, folder)
            say(f"loaded {number} of {len(folders)}: {folder.name}")
        with transaction(con):
            match_reviews(con)  # those of the feed, which came with no file set
        checks = tuple(run_checks(con))
    if failed := broken(checks, "error"):
        told = "\n".join(map(in_words, failed))
        raise WarehouseError(f"the new warehouse does not keep what it promises; the old one stays.\n{told}")
    return checks


def put_in_place(building: Path, path: Path) -> Path | None:
    """Put the new file in the place of the old one, which stays under another name; out: that, None for no old file."""
    sync_path(building)
    kept = None
    if path.exists():
        kept = backup_path(path, "rebuild")
        link_or_copy(path, kept)
        if log_beside(path).exists():
            os.replace(log_beside(path), log_beside(kept))  # noqa: PTH105
    os.replace(building, path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    sync_path(path.parent)
    return kept
