"""Site files in; crawled, tagged, loaded, checked, published and reported sites out, as a Prefect flow.

The tasks are thin: what they do stands in site_steps. `prepare_prefect` must have been called before this module is
imported.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner

from flows.archives import Archive
from flows.command_errors import Say
from flows.command_errors import say as tell
from flows.crawls import crawls_end_with_us
from flows.data_folder import DataFolder
from flows.dead_runs import clear_dead_runs
from flows.leases import hold
from flows.loading import Loaded, load_check_publish
from flows.reading import ReadArchive
from flows.repetition import REPEATED
from flows.run_report import run_markdown
from flows.site_steps import (
    SIDE_BY_SIDE,
    BegunRun,
    RunSummary,
    SiteRun,
    Steps,
    built_report,
    crawled_site,
    finished_run,
    run_health,
    tagged_archive,
)

__all__ = ["RunSummary", "SiteRun", "run_health", "run_sites"]

_SIDE_BY_SIDE: Any = ThreadPoolTaskRunner(max_workers=SIDE_BY_SIDE)

# A run that was begun before Prefect's server was up (flows/recorded_runs.py): the flow takes it over.
BEGUN: ContextVar[BegunRun | None] = ContextVar("BEGUN", default=None)


@task(task_run_name="crawl {slug}", cache_policy=NO_CACHE)
def crawl_site(slug: str, site_file: Path, data: DataFolder, begun: "Future[SiteRun] | None" = None) -> SiteRun:
    """Crawl one site, or wait for its crawl that goes on already."""
    return begun.result() if begun else crawled_site(slug, site_file, data, _say())


@task(task_run_name="tag {archive.name}", **REPEATED)
def tag_archive(archive: Archive, data: DataFolder) -> ReadArchive:
    """Read one WARC file into its file set. Safe to retry: a file set is whole or not there."""
    return tagged_archive(archive, data, _say())


@task(**REPEATED)
def load_and_publish(folders: Sequence[Path], data: DataFolder) -> Loaded:
    """Load, check and publish. Safe to retry: a file set loads whole and once."""
    return load_check_publish(folders, data, _say())


@task(**REPEATED)
def report(data: DataFolder) -> Path:
    """Build the report beside the old one, then take its place; nothing, where it stands on what is published."""
    return built_report(data)


@flow(name="claimtrace", task_runner=_SIDE_BY_SIDE, validate_parameters=False)
def run_sites(sites: dict[str, Path], data: DataFolder) -> RunSummary:
    """Crawl sites side by side, then tag, load, check, publish and report; one site's failure stops no other.

    Raises RunGoesOn where another run has one of the sites. What dead runs left on the records is cleared first.
    """
    begun = BEGUN.get() or BegunRun({})
    with nullcontext(begun.lease) if begun.lease else hold(data, "run", tuple(sites)) as lease, crawls_end_with_us():
        lease.note_flow_run(flow_run.id)
        begun.is_taken_over = True
        clear_dead_runs(data, _say())
        crawls = [crawl_site.submit(slug, path, data, begun.crawls.get(slug)) for slug, path in sites.items()]
        runs = [crawled.result() for crawled in crawls]
        steps = Steps(tag=tag_archive, load=load_and_publish, report=report)
        summary = finished_run(runs, data, steps, _say(), begun.began)
        begun.summary = summary
        create_markdown_artifact(key="claimtrace-run", markdown=run_markdown(summary), description="How the run went")
        return summary


def _say() -> Say:
    """Tell what happens on stderr, and keep it with the run in Prefect."""
    logger = get_run_logger()

    def say(text: str) -> None:
        tell(text)
        logger.debug(text)

    return say
