"""Site files in; crawled, tagged, loaded, checked, published and reported sites out, as a Prefect flow.

The tasks are thin: what they do stands in crawls, reading, loading and the rooms. `prepare_prefect` must have been
called before this module is imported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner

from flows.archives import Archive
from flows.clock import now
from flows.command_errors import Say
from flows.command_errors import say as tell
from flows.crawls import CrawlFailedError, crawl, left_archives, summary_words
from flows.data_folder import DataFolder
from flows.dead_runs import clear_dead_runs
from flows.leases import hold
from flows.loading import Loaded, load_check_publish, summed
from flows.reading import ReadArchive, fileset_of, or_reason, read_archive
from flows.repetition import REPEATED
from flows.report_state import current_report
from spiders.crawling import CrawlSummary
from spiders.site_config import SiteFileError
from spiders.suppressed_file import read_suppressions
from warehouse.errors import WarehouseError
from warehouse.queries import Published, named_query

# Hosts differ from site to site, so politeness does not limit this; memory does: each crawl is a process of 0.1 GB.
_SIDE_BY_SIDE: Any = ThreadPoolTaskRunner(max_workers=4)


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

    A warning is what a check of severity `warn` found in the whole warehouse; it is no problem of this run.
    """

    sites: tuple[SiteRun, ...]
    unread: tuple[str, ...] = ()
    outcomes: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong, a sentence each."""
        return (*(site.problem for site in self.sites if site.problem), *self.unread)

    @property
    def is_degraded_only(self) -> bool:
        """Whether nothing failed, and what there is to say is that sites do not look as they should."""
        return not self.unread and all(site.health != "failed" for site in self.sites)


@task(task_run_name="crawl {slug}")
def crawl_site(slug: str, site_file: Path, data: DataFolder) -> SiteRun:
    """Crawl one site; a crawl that fails is a SiteRun with its problem, so that the other sites go on."""
    say = _say()
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


@task(task_run_name="tag {archive.name}", **REPEATED)
def tag_archive(archive: Archive, data: DataFolder) -> ReadArchive:
    """Read one WARC file into its file set. Safe to retry: a file set is whole or not there."""
    read = read_archive(archive, fileset_of(archive, data), suppressed=read_suppressions(data.suppressed))
    if not read.already_read:
        _say()(f"{archive.name}: {read.page_count} pages read")
    return read


@task(**REPEATED)
def load_and_publish(folders: Sequence[Path], data: DataFolder) -> Loaded:
    """Load, check and publish. Safe to retry: a file set loads whole and once."""
    return load_check_publish(folders, data, _say())


@task(**REPEATED)
def report(data: DataFolder) -> Path:
    """Build the report beside the old one, then take its place; nothing, where it stands on what is published."""
    return current_report(data)


@flow(name="claimtrace", task_runner=_SIDE_BY_SIDE, validate_parameters=False)
def run_sites(sites: dict[str, Path], data: DataFolder) -> RunSummary:
    """Crawl sites side by side, then tag, load, check, publish and report; one site's failure stops no other.

    Raises RunGoesOn where another run has one of the sites. What dead runs left on the records is cleared first.
    """
    with hold(data, "run", tuple(sites)) as lease:
        lease.note_flow_run(flow_run.id)
        clear_dead_runs(data, _say())
        return _run(sites, data)


def _run(sites: dict[str, Path], data: DataFolder) -> RunSummary:
    crawls = [crawl_site.submit(slug, path, data) for slug, path in sites.items()]
    runs = [crawled.result() for crawled in crawls]
    archives = [archive for run in runs for archive in run.archives]
    read = [or_reason(partial(tag_archive, archive, data)) for archive in archives]
    loaded = load_and_publish([one.folder for one in read if isinstance(one, ReadArchive)], data)
    report(data)
    ours = {run.summary.run_id for run in runs if run.summary}
    counted = {result.run_id: result.outcomes for result in loaded.results if result.run_id in ours}
    health = run_health(data)
    checked = tuple(_judged(run, health) for run in runs)
    unread = tuple(f"{a.path}: not read: {one}" for a, one in zip(archives, read, strict=True) if isinstance(one, str))
    summary = RunSummary(checked, unread, summed(counted.values()), loaded.warnings)
    create_markdown_artifact(key="claimtrace-run", markdown=_markdown(summary), description="How the run went")
    return summary


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


def _markdown(summary: RunSummary) -> str:
    """The summary as Prefect shows it; slugs and outcomes are our own words, a problem is quoted as code."""
    lines = ["| outcome | pages |", "| --- | --- |", *(f"| {k} | {n} |" for k, n in sorted(summary.outcomes.items()))]
    failures = [
        f"{url}: {why}" for site in summary.sites if site.summary for url, why in site.summary.discovery_failures
    ]
    lines += [f"- `{told.replace('`', chr(39))[:500]}`" for told in (*summary.problems, *failures, *summary.warnings)]
    return "\n".join(lines)


def _say() -> Say:
    """Tell what happens on stderr, and keep it with the run in Prefect."""
    logger = get_run_logger()

    def say(text: str) -> None:
        tell(text)
        logger.debug(text)

    return say
