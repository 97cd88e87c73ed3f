"""Something to forget in; a data folder without it, in an order in which a kill at any moment can be made up for, out.

What is to go is told by the suppressions alone, which are on the disk first: the same command again, or any later
`forget`, finds what is left and goes on.
"""

import fcntl
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.command_errors import CommandFailed, Say
from flows.data_folder import DataFolder
from flows.forget_targets import Target
from flows.loading import load_check_publish
from flows.resolution import forget_searches
from reports.report import build_report
from spiders.archive_erasure import archives_below, erase_archive, remove_companions
from spiders.recovery import recover
from spiders.suppressed_file import Forgotten, SuppressedFile
from spiders.warc_erasure import REWRITING_SUFFIX
from spiders.warc_file import WarcInUse
from transforms.suppression import Suppressions, domains_of
from warehouse.backups import backups
from warehouse.connection import open_warehouse
from warehouse.erasure import compact, erase_rows, linking_articles, named_addresses, named_sites, other_addresses
from warehouse.fileset_erasure import FilesetFound, erase_fileset_rows, find_forgotten_rows
from warehouse.filesets import is_running

_TRIAL_KEY = b"what would go is told before there is a key"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go: all addresses that are forgotten with the target, counts by what it is, and words on the rest."""

    target: Target
    addresses: frozenset[str]
    counts: dict[str, int]
    words: tuple[str, ...]


def plan_forgetting(target: Target, data: DataFolder) -> Plan:
    """Say what would go; nothing is removed. Raises CommandFailed while a crawl or an ingest is at work."""
    _refuse_while_at_work(data)
    trial = Suppressions(_TRIAL_KEY)
    named = Suppressions(_TRIAL_KEY, frozenset([trial.hash_of(target.kind, target.value)]))
    addresses = _addresses(target, named, data)
    every = Suppressions(_TRIAL_KEY, named.hashes | {trial.hash_of("url", url) for url in addresses})
    erased = [erase_archive(path, every, is_trial=True) for path in archives_below(data.root, _own_folders(data))]
    filesets = [found for _, found in _filesets(data, every) if found.is_touched]
    linking = 0
    if data.warehouse.exists():
        con = open_warehouse(data.warehouse)
        try:
            linking = len(linking_articles(con, _covers_url(every)) - _article_ids(filesets))
        finally:
            con.close()
    counts = {
        "addresses": len(addresses),
        "records": sum(one.record_count for one in erased),
        "log_lines": sum(one.line_count for one in erased),
        "archives": sum(one.is_anything for one in erased),
        "file_sets": len(filesets),
        "articles": len(_article_ids(filesets)),
    }
    words = [one.words for one in erased if one.words]
    if linking:
        words.append(f"{linking} other articles link to it and keep their link")
    return Plan(target, frozenset(addresses), counts, tuple(words))


def forget(plan: Plan, data: DataFolder, reason: str | None, now: Callable[[], datetime], say: Say) -> Forgotten:
    """Remove what was planned, and all that was asked for before and not finished; out: the audit's entry.

    Raises CommandFailed while another process is at work, ChecksFailedError where the rest breaks a promise, OSError
    and WarehouseError as on a full disk. The same command again goes on from there.
    """
    file = SuppressedFile(data.suppressed)
    file.make_key()
    with _alone(data):
        _recover_crawls(data, say)
        kept = SuppressedFile(data.suppressed)
        target = plan.target
        # the hash of a domain covers its own: only what lies elsewhere needs one of its own
        also = {url for url in plan.addresses if target.kind != "domain" or target.value not in domains_of(url)}
        entry = kept.suppress(target.kind, target.value, also, reason, now())
        counts = sweep(kept.suppressions, data, say)
        unfinished = [one for one in kept.entries if one.finished_at is None and one.allowed_at is None]
        for one in unfinished:
            kept.finish(one.hash, counts if one.hash == entry.hash else {}, now())
        return next(one for one in kept.entries if one.hash == entry.hash)


def sweep(suppressed: Suppressions, data: DataFolder, say: Say) -> dict[str, int]:
    """Remove everything that is suppressed from the data folder; out: how much of what went. Done twice, it is done."""
    counts: Counter[str] = Counter()
    _remove_leftovers(data)
    for path in list(archives_below(data.root, _own_folders(data))):
        erased = erase_archive(path, suppressed)
        counts += Counter(records=erased.record_count, log_lines=erased.line_count, files=len(erased.removed_files))
        if erased.words:
            say(erased.words)
    counts["files"] += _forget_surveys(data, suppressed)
    for folder, found in list(_filesets(data, suppressed)):
        if found.is_touched:
            erase_fileset_rows(folder, found, suppressed.without_addresses)
            counts["file_sets"] += 1
    if data.warehouse.exists():
        counts.update(_forget_rows(data, suppressed))
        compact(data.warehouse)
        say("the warehouse is written anew without it")
        load_check_publish([], data, say)
        # copies that were published before hold what was there then
        shutil.rmtree(data.published.parent / "previous", ignore_errors=True)
        for kept in backups(data.warehouse):
            kept.unlink()
    shutil.rmtree(data.registries / "loads", ignore_errors=True)  # the next `resolve` writes it anew from its answers
    forget_searches(data)
    if data.prefect.exists():
        shutil.rmtree(data.prefect, ignore_errors=True)
        say("Prefect's history of runs is removed with it: what failed is told there by its address")
    if data.report.exists():
        build_report(data.published, data.report)
        say(f"the report is built anew: {data.report}")
    return {name: count for name, count in sorted(counts.items()) if count}


def still_named(target: Target, data: DataFolder) -> list[Path]:
    """Files of the data folder that are not claimtrace's own to write, such as site files, and name the target."""
    ours = {*_own_folders(data), data.root / "warc"}
    words = target.value.partition("://")[2] or target.value
    found = []
    for path in sorted(data.root.rglob("*")):
        if path.is_file() and not ours.intersection(path.parents) and words.encode() in path.read_bytes():
            found.append(path)
    return found


def _addresses(target: Target, named: Suppressions, data: DataFolder) -> set[str]:
    """All addresses that are forgotten with it: those it covers, and the others of the articles that stand there."""
    found = {target.value} if target.kind == "url" else set()
    for _, one in _filesets(data, named):
        found |= one.urls
    if data.warehouse.exists():
        con = open_warehouse(data.warehouse)
        try:
            found |= {url for url, site in named_addresses(con) if named.covering(url, site)}
            if target.kind != "site":
                found |= other_addresses(con, _covers_url(named))
        finally:
            con.close()
    return found


def _filesets(data: DataFolder, suppressed: Suppressions) -> Iterator[tuple[Path, FilesetFound]]:
    for folder in sorted((data.root / "tagged").glob("*--*")):
        if not folder.name.endswith(".open") and folder.is_dir():
            yield folder, find_forgotten_rows(folder, lambda url, site: suppressed.covering(url, site) is not None)


def _article_ids(filesets: list[FilesetFound]) -> set[str]:
    return {article_id for found in filesets for article_id in found.article_ids}


def _covers_url(suppressed: Suppressions) -> Callable[[str], bool]:
    return lambda url: suppressed.covering(url) is not None


def _forget_rows(data: DataFolder, suppressed: Suppressions) -> dict[str, int]:
    con = open_warehouse(data.warehouse)
    try:
        urls = {url for url, site in named_addresses(con) if suppressed.covering(url, site)}
        sites = {site for site in named_sites(con) if suppressed.hash_of("site", site) in suppressed.hashes}
        return erase_rows(con, urls, sites, suppressed.without_addresses)
    finally:
        con.close()


def _forget_surveys(data: DataFolder, suppressed: Suppressions) -> int:
    """Remove each look at a site whose pages, or whose log, name what is forgotten: a look can be had again."""
    removed = 0
    for folder in sorted((data.root / "surveys").glob("*")):
        files = [path for path in folder.rglob("*") if path.is_file()]
        if any(_names(path, suppressed) for path in files) or suppressed.hash_of("site", folder.name) in (
            suppressed.hashes
        ):
            shutil.rmtree(folder)
            removed += len(files)
    return removed


def _names(path: Path, suppressed: Suppressions) -> bool:
    if path.name.endswith((".warc.gz", ".warc.gz.open")):
        return erase_archive(path, suppressed, is_trial=True).is_anything
    text = path.read_text(encoding="utf-8", errors="replace")
    return suppressed.without_addresses(text) != text


def _own_folders(data: DataFolder) -> frozenset[Path]:
    """Where no archives lie, or such as are made anew."""
    building, old = (data.report.with_name(data.report.name + ending) for ending in (".building", ".old"))
    made = [data.root / name for name in ("tagged", "surveys")]
    return frozenset([*made, data.warehouse.parent, data.published.parent, data.prefect, data.report, building, old])


def _refuse_while_at_work(data: DataFolder) -> None:
    for left in (data.root / "tagged").glob("*.open"):
        pid = left.name.removesuffix(".open").rpartition(".")[2]
        if pid.isdigit() and is_running(int(pid)):
            raise CommandFailed(f"process {pid} is reading an archive ({left.name}); wait until it ends")
    if data.published.exists() and not data.warehouse.exists():
        raise CommandFailed(f"{data.published} is there and {data.warehouse} is not: ingest the archives first")


def _recover_crawls(data: DataFolder, say: Say) -> None:
    """Finish what killed crawls left, so that it can be written anew. Raises CommandFailed where one is at work."""
    for left in sorted((data.root / "warc").glob("*/*.warc.gz.open")):
        try:
            recover(left)
            say(f"{left.name} was left by a crawl that was killed; it is finished")
        except WarcInUse as error:
            raise CommandFailed(f"{error}: wait until the crawl ends") from error
        except (OSError, ValueError) as error:
            raise CommandFailed(f"{left} cannot be finished: {error}") from error


def _remove_leftovers(data: DataFolder) -> None:
    """Remove what was being written when a process was killed: it may hold what is forgotten."""
    _refuse_while_at_work(data)
    for left in data.root.rglob(f"*{REWRITING_SUFFIX}"):
        left.unlink(missing_ok=True)
    for left in (data.root / "tagged").glob("*.open"):
        shutil.rmtree(left, ignore_errors=True)
    for left in (data.root / "warc").glob("*/*.known.jsonl"):
        remove_companions(left.with_name(left.name.replace(".known.jsonl", ".warc.gz")))
    for left in data.registries.glob("wanted-*.jsonl"):
        left.unlink(missing_ok=True)
    for folder in (data.warehouse.parent, data.published.parent):
        for left in [*folder.glob("*.compacting*"), *folder.glob("*.building*")]:
            left.unlink(missing_ok=True)
        for left in folder.glob("*.tmp"):  # where DuckDB puts what does not fit into memory
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _alone(data: DataFolder) -> Iterator[None]:
    with data.suppressed.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandFailed("another `claimtrace forget` is at work in this data folder") from error
        yield
