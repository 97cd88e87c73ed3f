"""A site file in; its crawl, in a process of its own, as a WARC file out."""

import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TypeVar

from flows.archives import Archive, warc_archive
from flows.command_errors import CommandFailed, Say, WrongUse
from flows.data_folder import DataFolder, crawl_run_id, warc_stem
from spiders.archive_knowledge import with_archives
from spiders.crawling import CrawlSummary, crawl_command, crawl_environment, crawl_summary
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.known_pages import KnownPage, known_page, write_known_pages
from spiders.recovery import recover
from spiders.site_config import SiteFileError, load_site, packaged_sites, site_files
from spiders.suppressed_file import read_suppressions
from spiders.warc_file import WarcInUse, is_being_written
from transforms.suppression import domains_of
from warehouse.errors import NoWarehouse
from warehouse.queries import Published, named_query

T = TypeVar("T")

_LAST_WORDS = 15  # lines of a crashed crawl's stderr that an error repeats
_going_on: set[subprocess.Popen[str]] = set()
_ending = threading.Event()  # we were told to end: what goes on ends, and nothing begins


class CrawlFailedError(CommandFailed):
    """A crawl that gave no WARC file to go on with; the message holds its last words."""


class UnknownSiteError(WrongUse):
    """No site file has the slug; the message lists those there are."""


def configured_sites(data: DataFolder) -> dict[str, Path]:
    """The site files by slug: those that come with claimtrace, and the user's own, which win."""
    return site_files([packaged_sites(), data.sites])


def chosen_sites(slugs: list[str], data: DataFolder) -> dict[str, Path]:
    """The site files of the slugs, or of all enabled sites for none. Raises UnknownSiteError."""
    sites = configured_sites(data)
    unknown = [slug for slug in slugs if slug not in sites]
    if unknown:
        known = ", ".join(sites) or "none"
        added = "to add one: claimtrace site add URL"
        raise UnknownSiteError(f"no site called {', '.join(unknown)}; configured: {known}; {added}")
    if slugs:
        return {slug: sites[slug] for slug in slugs}
    return {s: p for s, p in sites.items() if _is_wanted(p) and not is_suppressed_site(s, p, data)}


def is_suppressed_site(slug: str, site_file: Path, data: DataFolder) -> bool:
    """Whether a site as a whole, or the domain of its home page, was asked to be forgotten."""
    suppressed = read_suppressions(data.suppressed)
    if suppressed.hash_of("site", slug) in suppressed.hashes:
        return True
    try:
        homepage = load_site(site_file).homepage
    except SiteFileError:
        return False
    return any(suppressed.hash_of("domain", one) in suppressed.hashes for one in domains_of(homepage))


def _is_wanted(site_file: Path) -> bool:
    """Whether a site is enabled. A broken file counts as wanted: its own run then tells what is wrong with it."""
    try:
        return load_site(site_file).enabled
    except SiteFileError:
        return True


def crawl(slug: str, site_file: Path, data: DataFolder, now: datetime, say: Say) -> tuple[Archive, CrawlSummary]:
    """Crawl one site and give back its archive. What the crawl says on stderr goes to `say`, a line at a time.

    Pages known from earlier runs are asked for with their validators, so that what is gone is seen to be gone.
    Raises SiteFileError before a process starts, CrawlFailedError when the crawl crashed.
    """
    if is_suppressed_site(slug, site_file, data):
        raise CrawlFailedError(f"{slug} was asked to be forgotten and is not crawled; claimtrace forget --list")
    if any(map(is_being_written, data.warc_folder(slug).glob("*.warc.gz.open"))):  # of a run that was killed, maybe
        raise CrawlFailedError(
            f"{slug}: a crawl of it goes on already; two at once would ask the site for twice as much"
        )
    run_id = crawl_run_id(slug, now)
    warc = data.warc(slug, run_id)
    known = warc.with_name(f"{run_id}.known.jsonl")
    command = crawl_command(
        site_file, warc, run_id, known, now, data.suppressed
    )  # what it refuses leaves nothing written
    warc.parent.mkdir(parents=True, exist_ok=True)
    write_known_pages(known_pages(slug, data).values(), known)
    try:
        summary = crawler_result(slug, command, say, crawl_summary)
    finally:
        known.unlink(missing_ok=True)
    for url, reason in summary.discovery_failures:
        say(f"{slug}: {url} could not be used: {reason}")
    return warc_archive(summary.warc), summary


def crawler_result(slug: str, command: list[str], say: Say, read: Callable[[str], T]) -> T:
    """Run a crawl or a survey in a process of its own and give back what `read` makes of its standard output.

    What it says on stderr goes to `say`, a line at a time. Raises CrawlFailedError when it crashed.
    """
    if _ending.is_set():
        raise CrawlFailedError(f"{slug}: not crawled: claimtrace was told to stop")
    process = subprocess.Popen(
        command, env=crawl_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    _going_on.add(process)
    last_words: list[str] = []
    try:
        if _ending.is_set():  # we were told so while it started
            process.terminate()
        listener = threading.Thread(target=_pass_on, args=(process.stderr, say, last_words), daemon=True)
        listener.start()
        stdout = process.stdout.read() if process.stdout else ""
        code = process.wait()
        listener.join()
    finally:
        if process.poll() is None:  # Ctrl-C here must not leave a crawl running
            process.terminate()
            process.wait()
        _going_on.discard(process)
    if code:
        raise CrawlFailedError(f"{slug}: the crawl ended with exit code {code}:\n" + "\n".join(last_words))
    try:
        return read(stdout)
    except ValueError as error:
        raise CrawlFailedError(f"{slug}: {error}:\n" + "\n".join(last_words)) from error


@contextmanager
def crawls_end_with_us() -> Iterator[None]:
    """While inside, Ctrl-C, SIGTERM and Prefect's signals to end reach the crawls that threads of ours wait for.

    A crawl that is told to end finishes its archive, which the next run loads.
    """
    _ending.clear()
    try:
        yield
    except BaseException as error:
        if not isinstance(error, Exception):
            _ending.set()
            for process in tuple(_going_on):
                process.terminate()
        raise


def summary_words(summary: CrawlSummary) -> str:
    """How a crawl went in a line, with the reason that most addresses without a page gave."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(summary.outcomes.items()))
    words = f"{summary.site}: {summary.pages_archived} pages archived" + (
        f"; without a page: {counts}" if counts else ""
    )
    logged = read_fetch_log(fetch_log_path(summary.warc)).outcomes
    reasons = Counter(outcome.reason for outcome in logged if outcome.reason and outcome.outcome != "unchanged")
    return words + (f" (mostly: {reasons.most_common(1)[0][0]})" if reasons else "")


def left_archives(slug: str, data: DataFolder, say: Say) -> list[Archive]:
    """The finished crawls of a site that are not in the published file, what killed ones left saved first.

    A crawl whose tagging or loading was cut short is among them.
    """
    folder = data.warc_folder(slug)
    for left in sorted(folder.glob("*.warc.gz.open")):
        try:
            done = recover(left)
            saved = done.salvage
            lost = f", {saved.dropped_bytes} bytes of a torn record dropped" if saved.dropped_bytes else ""
            say(
                f"{slug}: saved {saved.record_count} records of a crawl that was killed, {saved.path.name}{lost}; "
                f"{done.waiting_count} addresses that it had found wait for this run"
            )
        except (WarcInUse, OSError, ValueError) as error:
            say(f"{slug}: {left.name} is left as it is: {error}")
    return [warc_archive(warc) for warc in _unloaded_warcs(slug, data)]


def known_pages(slug: str, data: DataFolder) -> dict[str, KnownPage]:
    """What is known of a site's pages, by address: from the published file, and from crawls not yet in it."""
    try:
        with Published(data.published) as published:
            rows = published.records(named_query("known_pages"), {"site": slug})
    except NoWarehouse:
        rows = []
    return with_archives({row["url"]: known_page(row) for row in rows}, _unloaded_warcs(slug, data), slug)


def _unloaded_warcs(slug: str, data: DataFolder) -> list[Path]:
    """The finished WARC files of a site whose runs are not in the published file, oldest first."""
    try:
        with Published(data.published) as published:
            loaded = frozenset(str(run_id) for (run_id,) in published.rows(named_query("loaded_runs")))
    except NoWarehouse:
        loaded = frozenset()
    return [warc for warc in sorted(data.warc_folder(slug).glob("*.warc.gz")) if warc_stem(warc) not in loaded]


def _pass_on(stream: IO[str] | None, say: Say, last_words: list[str]) -> None:
    for line in stream or ():
        last_words.append(line.rstrip())
        del last_words[:-_LAST_WORDS]
        say(line.rstrip())
