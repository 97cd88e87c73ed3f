"""File sets in; a checked warehouse and its published copy out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.command_errors import CommandFailed
from flows.data_folder import DataFolder
from warehouse.checks import CheckResult, run_checks
from warehouse.connection import open_warehouse
from warehouse.load import LoadResult, load_fileset
from warehouse.publication import publish


class ChecksFailedError(CommandFailed):
    """Rows in the warehouse break a promise; nothing was published. The message lists the checks with examples."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the loads came to: the results in order, and the outcomes of their runs counted together."""

    results: tuple[LoadResult, ...]
    outcomes: dict[str, int]
    checks: tuple[CheckResult, ...]

    @property
    def new_count(self) -> int:
        """How many file sets were not in the warehouse before."""
        return sum(not result.already_loaded for result in self.results)


def load_check_publish(
    folders: Sequence[Path], data: DataFolder, progress: Callable[[str], None] | None = None
) -> Loaded:
    """Load file sets one after the other, check everything, publish if all checks pass.

    Loading what is loaded already changes no row; then nothing is published anew unless the last time failed.
    Raises ChecksFailedError, and WarehouseError where the file is held, damaged or the disk full.
    """
    say = progress or (lambda _: None)
    con = open_warehouse(data.warehouse)
    try:
        results = []
        for folder in folders:
            results.append(load_fileset(con, folder))
            say(f"{'loaded before' if results[-1].already_loaded else 'loaded'}: {folder.name}")
        checks = tuple(run_checks(con))
    finally:
        con.close()
    failed = [check for check in checks if check.offending_count]
    if failed:
        raise ChecksFailedError("\n".join(_failure(check) for check in failed))
    say(f"{len(checks)} checks passed")
    runs = {result.run_id: result.outcomes for result in results}  # two taggers' file sets of one run are one run
    loaded = Loaded(tuple(results), summed(runs.values()), checks)
    if not is_published(data):
        publish(data.warehouse, data.published)
        say(f"published {data.published}")
    return loaded


def summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Several runs' outcome counts together."""
    return dict(sum(map(Counter, counts), Counter[str]()))


def is_published(data: DataFolder) -> bool:
    """Whether analysts see what the warehouse holds: nothing was written to it since its copy was put in place.

    By the files' times, so that a publication that failed is made up for by the next run, whatever that one loads.
    """
    published = data.published
    return published.exists() and published.stat().st_mtime_ns >= data.warehouse.stat().st_mtime_ns


def _failure(check: CheckResult) -> str:
    examples = "; ".join(str(dict(row)) for row in check.examples[:2])
    return f"check {check.name}: {check.offending_count} rows. {check.question} For example {examples}"
