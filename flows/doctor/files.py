"""A data folder in; files that were begun and never finished out."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flows.data_folder import DataFolder
from flows.doctor.findings import Finding
from flows.leases import living_leases, other_runs
from spiders.recovery import recover
from spiders.warc_file import WarcInUse, is_being_written
from warehouse.filesets import is_running

# Written beside their target and renamed once they are whole; what a killed process left of them is of no use.
_BEGUN = (
    "published/*.building*",
    "warehouse/*.building*",
    "warehouse/*.rebuilding*",
    "warehouse/*.compacting*",
    "report.building",
    "warc/*/*.part",
    "alerts/*.part",
    "*.prom.*",
)


def unfinished_findings(data: DataFolder) -> Iterator[Finding]:
    """Crawls that were cut short, and what is half written. What a living run writes is left out."""
    yield from _open_warcs(data)
    for folder in sorted((data.root / "tagged").glob("*.open")):
        pid = folder.name.removesuffix(".open").rpartition(".")[2]
        if not (pid.isdigit() and is_running(int(pid))):
            yield _half_written(folder, "a file set that was never finished", "it is read anew by the next run")
    yield from _swapped(data)
    if other_runs(data):
        return
    for pattern in _BEGUN:
        for path in sorted(data.root.glob(pattern)):
            yield _half_written(path, "written by half", "what it was to become is made anew when it is due")
    for path in sorted(data.root.glob("warc/*/*.known.jsonl")):
        yield _half_written(path, "what a crawl was told before it was killed", "the next crawl is told anew")


def _open_warcs(data: DataFolder) -> Iterator[Finding]:
    for path in sorted(data.root.glob("warc/*/*.warc.gz.open")):
        if is_being_written(path):
            if path.parent.name not in {site for lease in living_leases(data) for site in lease.sites}:
                yield Finding(
                    kind="orphaned_crawl",
                    what=f"the crawl {path.name} goes on, and the run that began it is no more",
                    remedy="wait until it ends: the next run of the site loads what it fetched",
                    place=path,
                    is_wrong=False,
                )
            continue
        finished = path.with_name(path.name.removesuffix(".open"))
        if finished.exists():
            yield Finding(
                kind="open_warc",
                what=f"{path.name} was left by a crawl, and {finished.name} stands beside it",
                remedy="look at both, then remove one: nobody but you knows which is the crawl",
                place=path,
            )
        else:
            yield Finding(
                kind="open_warc",
                what=f"{path.name} was left by a crawl that was killed",
                remedy="cut it after its last whole record and name it; what it had found waits for the next crawl",
                place=path,
                mend=partial(_recover, path),
            )


def _recover(path: Path) -> None:
    try:
        recover(path)
    except WarcInUse:  # a crawl began meanwhile
        return


def _swapped(data: DataFolder) -> Iterator[Finding]:
    """A report whose replacement was cut short between its two renames."""
    old = data.report.with_name(data.report.name + ".old")
    if old.exists() and not other_runs(data):
        if data.report.exists():
            yield _half_written(old, "an older report that was to go", "the newer one is in its place")
        else:
            yield Finding(
                kind="half_written",
                what=f"{old.name} is the report that was to be replaced, and the new one never came",
                remedy="put it back in its place",
                place=old,
                mend=partial(old.rename, data.report),
            )


def _half_written(path: Path, what: str, why: str) -> Finding:
    return Finding(
        kind="half_written",
        what=f"{path.name} is {what}",
        remedy=f"remove it: {why}",
        place=path,
        mend=partial(_remove, path),
    )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
