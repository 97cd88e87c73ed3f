"""Site files in; the steps of a run as plain functions, and what they came to, out. Prefect is not needed for them.

`flows/site_runs.py` makes Prefect tasks of the same steps.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flows.archives import Archive
from flows.clock import now
from flows.command_errors import Say
from flows.crawls import CrawlFailedError, crawl, left_archives, summary_words
from flows.data_folder import DataFolder
from flows.leases import HeldLease
from spiders.crawling import CrawlSummary
from spiders.site_config import SiteFileError
from spiders.suppressed_file import read_suppressions
from warehouse.errors import WarehouseError
from warehouse.queries import Published, named_query

if TYPE_CHECKING:  # they bring spaCy and pandas, and a crawl is to begin before those are there
    from flows.loading import Loaded
    from flows.reading import ReadArchive
    from warehouse.alerts import Alert

# Hosts differ from site to site, so politeness does not limit this; memory does: each crawl is a process of 0.1 GB.
SIDE_BY_SIDE = 4


@dataclass(frozen=True, slots=True)
class SiteRun:
    """How one site's part of a run went; `problem` is None for a good one, `health` as the warehouse judges it."""

    slug: str
    archives: tuple[Archive, ...]
    summary: CrawlSummary | None
    problem: str | None
    health: str = "failed"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """How a run went: its sites, the archives that could not be read, the outcomes of all pages counted, and warnings.

    A warning is what a check of severity `warn` found in the whole warehouse, or that Prefect has no record of the run;
    it is no problem of this run. `alerts` are those that it raised, `unsent` says which targets did not take theirs.
    """

    sites: tuple[SiteRun, ...]
    unread: tuple[str, ...] = ()
    outcomes: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    alerts: "tuple[Alert, ...]" = ()
    unsent: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong, a sentence each."""
        return (*(site.problem for site in self.sites if site.problem), *self.unread)

    @property
    def is_degraded_only(self) -> bool:
        """Whether nothing failed, and what there is to say is that sites do not look as they should."""
        return not self.unread and all(site.health != "failed" for site in self.sites)


@dataclass(frozen=True, slots=True)
class Steps:
    """What a run does with crawled sites: plain functions, or Prefect tasks of the same shape."""

    tag: "Callable[[Archive, DataFolder], ReadArchive]"
    load: "Callable[[Sequence[Path], DataFolder], Loaded]"
    report: Callable[[DataFolder], Path]


@dataclass(slots=True)
class BegunRun:
    """A run whose crawls go on already, by slug; a flow that takes it over says so here, and what it came to."""

    crawls: dict[str, "Future[SiteRun]"]
    is_taken_over: bool = False
    summary: RunSummary | None = None
    lease: HeldLease | None = None
    began: float = field(default_factory=time.monotonic)


def begin_crawls(sites: Mapping[str, Path], data: DataFolder, say: Say, lease: HeldLease | None = None) -> BegunRun:
    """Start crawling sites side by side. Returns at once. lease: that of the run, which others see."""
    pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="crawl")
    begun = {slug: pool.submit(crawled_site, slug, path, data, say) for slug, path in sites.items()}
    pool.shutdown(wait=False)
    return BegunRun(begun, lease=lease)


def crawled_site(slug: str, site_file: Path, data: DataFolder, say: Say) -> SiteRun:
    """Crawl one site; a crawl that fails is a SiteRun with its problem, so that the other sites go on."""
    archives: list[Archive] = []
    try:
        archives = left_archives(slug, data, say)
        archive, summary = crawl(slug, site_file, data, now(), say)
    except (CrawlFailedError, SiteFileError, WarehouseError, OSError) as error:
        return SiteRun(slug, tuple(archives), None, f"{slug}: {error}")
    problem = None
    if not summary.pages_archived and not summary.outcomes:
        problem = f"{slug}: the crawl found no page at all: look at the start pages, sitemaps and feeds of {site_file}"
    return SiteRun(slug, (*archives, archive), summary, problem)


def tagged_archive(archive: Archive, data: DataFolder, say: Say) -> "ReadArchive":
    """Read one WARC file into its file set. Safe to repeat: a file set is whole or not there."""
    from flows.progress import TellFar
    from flows.reading import fileset_of, read_archive

    tell = TellFar(say)
    place = fileset_of(archive, data)
    read = read_archive(archive, place, lambda far: tell(archive.name, far), read_suppressions(data.suppressed))
    if not read.already_read:
        say(f"{archive.name}: {read.page_count} pages read")
    return read


def built_report(data: DataFolder) -> Path:
    """Build the report beside the old one, then take its place; nothing, where it stands on what is published."""
    from flows.report_state import current_report

    return current_report(data)


def plain_steps(say: Say) -> Steps:
    """The steps without Prefect, each done once."""
    from flows.loading import load_check_publish

    return Steps(
        tag=lambda archive, data: tagged_archive(archive, data, say),
        load=lambda folders, data: load_check_publish(folders, data, say),
        report=built_report,
    )


def finished_run(runs: Sequence[SiteRun], data: DataFolder, steps: Steps, say: Say, began: float) -> RunSummary:
    """Tag, load, check, publish and report what was crawled, and tell whom it concerns; no site stops another.

    began: when the run began, by the monotonic clock.
    """
    from flows.alerting import send_alerts
    from flows.loading import summed
    from flows.reading import ReadArchive, or_reason

    archives = [archive for run in runs for archive in run.archives]
    read = [or_reason(partial(steps.tag, archive, data)) for archive in archives]
    loaded = steps.load([one.folder for one in read if isinstance(one, ReadArchive)], data)
    steps.report(data)
    ours = {run.summary.run_id for run in runs if run.summary}
    counted = {result.run_id: result.outcomes for result in loaded.results if result.run_id in ours}
    health = run_health(data)
    checked = tuple(_judged(run, health) for run in runs)
    unread = tuple(f"{a.path}: not read: {one}" for a, one in zip(archives, read, strict=True) if isinstance(one, str))
    unsent = tuple(send_alerts(data, say))
    seconds = time.monotonic() - began
    done = RunSummary(checked, unread, summed(counted.values()), loaded.warnings, loaded.alerts, unsent, seconds)
    _measure(done, data, say)
    return done


def _measure(done: RunSummary, data: DataFolder, say: Say) -> None:
    """Write the metrics; a disk that has no room for them has failed nothing else."""
    from flows.metrics import RunFigures, write_metrics

    try:
        write_metrics(
            data,
            RunFigures(seconds=done.seconds, problem_count=len(done.problems), failing_target_count=len(done.unsent)),
        )
    except OSError as error:
        say(f"{data.metrics} was not written: {error}")


def run_health(data: DataFolder) -> dict[str, tuple[str, str | None]]:
    """Health and its reason of every run in the published file, by run."""
    with Published(data.published) as published:
        rows = published.records(named_query("run_health"))
    return {str(row["run_id"]): (str(row["health"]), row["health_reason"]) for row in rows}


def _judged(run: SiteRun, health: Mapping[str, tuple[str, str | None]]) -> SiteRun:
    """The run with its health, and with a problem where that is not ok."""
    if run.summary is None or run.summary.run_id not in health:
        return run
    state, reason = health[run.summary.run_id]
    if state == "ok":
        return replace(run, health="failed" if run.problem else state)
    problem = f"{run.slug}: {state}: {reason}. {summary_words(run.summary)}"
    return replace(run, health=state, problem="\n".join(filter(None, (run.problem, problem))))
