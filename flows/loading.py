"""File sets in; a checked warehouse and its published copy out."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from flows.alerting import raise_new_alerts
from flows.command_errors import CommandFailed, WrongUse
from flows.data_folder import DataFolder
from flows.leases import hold
from warehouse.alerts import Alert
from warehouse.checks import CheckResult, broken, in_words, run_checks
from warehouse.connection import open_warehouse
from warehouse.errors import NoWarehouse
from warehouse.load import LoadResult, load_fileset
from warehouse.publication import KEPT_BEFORE, is_copy_of, publish

Told = TypeVar("Told")


class ChecksFailedError(CommandFailed):
    """Rows in the warehouse break a promise; nothing was published. The message lists the checks with examples."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the loads came to: the results in order, the outcomes of their runs counted together, the alerts raised."""

    results: tuple[LoadResult, ...]
    outcomes: dict[str, int]
    checks: tuple[CheckResult, ...]
    alerts: tuple[Alert, ...] = ()

    @property
    def new_count(self) -> int:
        """How many file sets were not in the warehouse before."""
        return sum(not result.already_loaded for result in self.results)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The checks of severity `warn` that found rows, a line each: published all the same, but to be looked at."""
        return tuple(map(in_words, broken(self.checks, "warn")))


def load_check_publish(
    folders: Sequence[Path],
    data: DataFolder,
    progress: Callable[[str], None] | None = None,
    publish_anyway: bool = False,
) -> Loaded:
    """Load file sets one after the other, check everything, publish unless a check of severity `error` fails.

    Loading what is loaded already changes no row; then nothing is published anew, unless the last time failed or
    `publish_anyway` says so.
    Raises ChecksFailedError, and WarehouseError where the file is held, damaged or the disk full.
    """
    with hold(data, "load"):
        return _load_check_publish(folders, data, progress or (lambda _: None), publish_anyway)


def _load_check_publish(
    folders: Sequence[Path], data: DataFolder, say: Callable[[str], None], publish_anyway: bool
) -> Loaded:
    con = open_warehouse(data.warehouse)
    try:
        results = []
        for folder in folders:
            results.append(load_fileset(con, folder))
            say(f"{'loaded before' if results[-1].already_loaded else 'loaded'}: {folder.name}")
        checks = tuple(run_checks(con))
    finally:
        con.close()
    if failed := broken(checks, "error"):
        raise ChecksFailedError("\n".join(map(in_words, failed)))
    warned = len(broken(checks, "warn"))
    say(f"{len(checks) - warned} checks passed" + (f", {warned} warn" if warned else ""))
    runs = {result.run_id: result.outcomes for result in results}  # two taggers' file sets of one run are one run
    loaded = Loaded(tuple(results), summed(runs.values()), checks)
    if publish_anyway or not is_published(data):
        loaded = replace(loaded, alerts=tuple(raise_new_alerts(data, say)))
        publish(data.warehouse, data.published, keep=kept_before())
        say(f"published {data.published}")
    return loaded


def checked_publication(data: DataFolder, progress: Callable[[str], None] | None = None) -> Loaded:
    """Check and publish what is there. Raises NoWarehouse where nothing is, and what `load_check_publish` raises."""
    must_exist(data)
    return load_check_publish([], data, progress, publish_anyway=True)


def must_exist(data: DataFolder) -> None:
    """Raise NoWarehouse where there is no warehouse yet: to open one would make it."""
    if not data.warehouse.is_file():
        raise NoWarehouse(
            f"there is no warehouse at {data.warehouse}: `claimtrace run` or `claimtrace ingest` makes one"
        )


def kept_before() -> int:
    """How many of the files published before are kept: CLAIMTRACE_KEEP_PUBLISHED, else 3. Raises WrongUse."""
    told = os.environ.get("CLAIMTRACE_KEEP_PUBLISHED", str(KEPT_BEFORE))
    if not told.isdecimal():
        raise WrongUse(f"CLAIMTRACE_KEEP_PUBLISHED is {told!r}: it says how many earlier files are kept, 0 or more")
    return int(told)


def checked(data: DataFolder) -> tuple[CheckResult, ...]:
    """All checks of the pipeline's own file, as it stands. Raises NoWarehouse where there is none, WarehouseError."""
    must_exist(data)
    with closing(open_warehouse(data.warehouse)) as con:
        return tuple(run_checks(con))


def load_and_publish(load: Callable[[Any], Told], data: DataFolder, say: Callable[[str], None]) -> Told:
    """Let `load` bring something into the open warehouse, such as a list, then check and publish; out: what it told.

    Raises what `load` and `load_check_publish` raise.
    """
    with closing(open_warehouse(data.warehouse)) as con:
        told = load(con)
    load_check_publish([], data, say)
    return told


def summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Several runs' outcome counts together."""
    return dict(sum(map(Counter, counts), Counter[str]()))


def is_published(data: DataFolder) -> bool:
    """Whether analysts see what the warehouse holds: nothing was written to it since its copy was put in place.

    By what the files hold, not by their times: a clock that jumps back must not keep a load from being published. So a
    publication that failed is made up for by the next run, whatever that one loads.
    """
    return is_copy_of(data.warehouse, data.published)
