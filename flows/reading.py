"""Pages of one archive in; one set of Parquet files with their articles, claims, citations and outcomes out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from flows.archives import Archive
from flows.command_errors import say
from flows.data_folder import DataFolder, file_digest, folder_digest, warc_stem
from flows.page_outcomes import (
    is_suppressed,
    page_outcome,
    revisit_outcome,
    suppressed_outcome,
    unreadable_outcome,
)
from flows.progress import Far
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.html_files import html_paths, read_html_files
from spiders.run_file import read_run, run_path
from spiders.warc import ARC_START, UnreadableRecord, read_pages
from spiders.warc_frames import WarcSource, first_bytes, read_frames
from transforms.lang import Language, languages
from transforms.markup import NotArticle
from transforms.records import Article, Outcome, Page, Revisit, Run, TaggedArticle
from transforms.suppression import NOTHING_SUPPRESSED, REASON, Suppressions
from transforms.tagger_version import tagger_version
from warehouse.errors import WarehouseError
from warehouse.filesets import FilesetManifest, read_manifest, write_fileset

Progress = Callable[[Far], None]
Item = Page | Revisit | UnreadableRecord
Read = TaggedArticle | NotArticle
# Reads pages somewhere, as in other processes: records in, each with what it was read as out, in the same order.
PageReader = Callable[[Iterable[Item], "tuple[str, ...] | None", Suppressions], Iterator[tuple[Item, Read | None]]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReadArchive:
    """What reading came to: the file set, whether it was there already, and how many pages it holds."""

    folder: Path
    already_read: bool
    page_count: int


class NoArchiveError(OSError):
    """A file that is called a WARC file and is none."""


def not_a_warc(source: WarcSource) -> str | None:
    """Why a file is no WARC file, by its beginning; None for one, and for an empty one."""
    if first_bytes(source, len(ARC_START)) == ARC_START:
        return None
    first = next(read_frames(source), None)
    return first.problem if first is not None and first.problem and not first.head else None


def or_reason(work: Callable[[], T]) -> T | str:
    """What the work gives, or in words why it cannot be done: one archive's fault must not end a run."""
    try:
        return work()
    except (OSError, WarehouseError) as error:
        return str(error)


def read_archive(
    archive: Archive,
    folder: Path,
    progress: Progress | None = None,
    suppressed: Suppressions = NOTHING_SUPPRESSED,
    reader: PageReader | None = None,
) -> ReadArchive:
    """Read an archive into its file set `folder`, unless this version of the tagger has done so before.

    folder: what `fileset_of` says of the archive; to find that out, a stranger's file is hashed whole.
    reader: reads its pages elsewhere; None reads them here, one after another.
    progress: told after each page how far it is. A page that cannot be read, extracted or tagged is an outcome
    `error` with its reason; one that was asked to be forgotten is an outcome without its address. Raises NoArchiveError
    for what is no WARC file, OSError where the archive itself cannot be read or the disk is full.
    """
    if archive.is_warc and (problem := not_a_warc(archive.source)):
        raise NoArchiveError(f"it is no WARC file: {problem}")
    if folder.exists():
        read_manifest(folder)  # raises for a folder that is not ours
        return ReadArchive(folder, already_read=True, page_count=0)
    from transforms.extraction import extractor_version

    run_id = archive.run_id or folder.name.removesuffix(f"--{tagger_version()}")
    manifest = FilesetManifest(
        fileset=folder.name,
        run_id=run_id,
        site=archive.site,
        warc=archive.name,
        tagger_version=tagger_version(),
        extractor_version=extractor_version(),
        made_at=datetime.now(UTC),
    )
    outcomes: list[Outcome] = []
    folder.parent.mkdir(parents=True, exist_ok=True)
    pages = read_pages(archive.source, archive.site) if archive.is_warc else read_html_files(archive.path)
    reads = (reader or read_items)(pages, archive.languages, suppressed)
    tagged = tagged_articles(reads, run_id, outcomes, of_all(archive, progress), suppressed)
    write_fileset(folder, with_fetch_log(outcomes, archive, run_id, suppressed), tagged, manifest, run_of(archive))
    damaged = [outcome.reason for outcome in outcomes if outcome.outcome == "error"]
    if damaged:
        say(f"{archive.name}: {len(damaged)} pages or records could not be read, the first because: {damaged[0]}")
    return ReadArchive(folder, already_read=False, page_count=len(outcomes))


def of_all(archive: Archive, progress: Progress | None) -> Progress | None:
    """The same progress, told how many bytes there are to read; of a packed or unpacked archive that is not known."""
    if progress is None or not archive.is_warc or archive.packed:
        return progress
    size = archive.path.stat().st_size
    return lambda far: progress(replace(far, all_bytes=max(size, far.done_bytes)))


def record_offset(record: str | None) -> int:
    """How many bytes into its archive a record stands: `day1.warc.gz:4096` → 4096; 0 where it does not say."""
    offset = (record or "").rpartition(":")[2]
    return int(offset) if offset.isdecimal() else 0


def run_of(archive: Archive) -> Run | None:
    """How the crawl that wrote an archive went, by the file beside it; None for a stranger's, and where none tells."""
    run = read_run(run_path(archive.path)) if archive.run_id else None
    return run if run and (run.run_id, run.site) == (archive.run_id, archive.site) else None


def fileset_of(archive: Archive, data: DataFolder) -> Path:
    """Where the file set of an archive lies, or will lie, as this version of the tagger reads it.

    Raises NoArchiveError for a WACZ that cannot be read, OSError.
    """
    if archive.problem:
        raise NoArchiveError(archive.problem)
    stem = warc_stem(archive.path)
    if archive.packed:
        status = archive.path.stat()
        digest = _wacz_digest(archive.path, status.st_size, status.st_mtime_ns)
        return data.fileset(f"{stem}-{archive.packed.number}", digest, tagger_version())
    # A crawl of ours is named once and never written again; a stranger's `day1.warc.gz` can be any file.
    if archive.run_id and (known := data.filesets_of(stem, tagger_version())):
        return known[0]
    if archive.is_warc or archive.path.is_file():
        digest = file_digest(archive.path)
    else:
        digest = folder_digest(archive.path, html_paths(archive.path))
    return data.fileset(stem, digest, tagger_version())


@lru_cache(maxsize=64)
def _wacz_digest(path: Path, size: int, changed_at: int) -> str:
    """Its digest, read once for the many WARC files of a WACZ; size and time tell another file of the same name."""
    return file_digest(path)


def wanted_languages(codes: tuple[str, ...] | None) -> Mapping[str, Language]:
    """The languages of these codes that have a folder, or all for None."""
    return {code: one for code, one in languages().items() if codes is None or code in codes}


def read_items(
    items: Iterable[Item], codes: tuple[str, ...] | None, suppressed: Suppressions
) -> Iterator[tuple[Item, Read | None]]:
    """Each record with its article, or why there is none; None for what is not a page, or is not to be read."""
    wanted = wanted_languages(codes)
    for item in items:
        page = page_to_read(item, suppressed)
        yield item, read_page(page, wanted) if page else None


def page_to_read(item: Item, suppressed: Suppressions) -> Page | None:
    """The record, where it is a page that nobody asked to be forgotten."""
    return item if isinstance(item, Page) and not is_suppressed(item, suppressed) else None


def tagged_articles(
    reads: Iterable[tuple[Item, Read | None]],
    run_id: str,
    outcomes: list[Outcome],
    progress: Progress | None = None,
    suppressed: Suppressions = NOTHING_SUPPRESSED,
) -> Iterator[TaggedArticle]:
    """Yield the articles among the pages, tagged; put one outcome a page into `outcomes` as it goes."""
    claim_count = 0
    article_ids: dict[str, str] = {}  # by address: what a page with the very bytes of another is an article of
    for page, read in reads:
        if is_suppressed(page, suppressed):
            outcomes.append(suppressed_outcome(page, run_id, suppressed))
        elif isinstance(page, UnreadableRecord):
            outcomes.append(unreadable_outcome(page, run_id))
        elif isinstance(page, Revisit):
            outcomes.append(revisit_outcome(page, run_id, article_ids.get(page.same_as or "")))
        elif read is not None:
            if isinstance(read, TaggedArticle) and suppressed.covering(read.article.url):
                outcomes.append(suppressed_outcome(page, run_id, suppressed))  # by the address that it says is its own
                continue
            outcomes.append(page_outcome(page, run_id, read))
            if isinstance(read, TaggedArticle):
                article_ids[page.url] = read.article.article_id
                claim_count += len(read.claims)
                yield read
        if progress:
            progress(Far(len(outcomes), claim_count, record_offset(page.record)))


def read_page(page: Page, wanted: Mapping[str, Language]) -> TaggedArticle | NotArticle:
    """The tagged article of a page, or why there is none. Never raises: a fault in our own code is an `error` too."""
    # spaCy and trafilatura take two seconds to import: an archive that was read before does not wait for them
    from transforms.claim_keys import claim_keys
    from transforms.extraction import extract_article
    from transforms.tagging import tag_article

    try:
        article = extract_article(page, wanted)
        if not isinstance(article, Article):
            return article
        tagged = tag_article(article)
        return replace(tagged, keys=claim_keys(article.lang, tagged.claims))
    except Exception as error:  # one page's fault must not end a run over a million; it is counted and told
        return NotArticle("error", f"{type(error).__name__}: {error}"[:500])


def with_fetch_log(
    outcomes: list[Outcome], archive: Archive, run_id: str, suppressed: Suppressions = NOTHING_SUPPRESSED
) -> Iterator[Outcome]:
    """The outcomes of the pages, then those of the fetch log for addresses that have no record in the WARC.

    A generator, so that the log is looked up only when the pages have been read and `outcomes` is full.
    """
    yield from outcomes
    log = fetch_log_path(archive.path)
    if archive.is_warc and archive.run_id and log.exists():
        archived = {outcome.url for outcome in outcomes}
        logged = read_fetch_log(log)
        if logged.torn_lines:
            say(f"{log.name}: {logged.torn_lines} lines of the fetch log cannot be read, as a killed crawl leaves them")
        yielded: set[str] = set()
        for outcome in (o for o in logged.outcomes if o.run_id == run_id and o.url not in archived):
            if suppressed.covering(outcome.url, outcome.site):
                url, site = suppressed.label(outcome.url), suppressed.shown_site(outcome.site)
                shown = replace(outcome, url=url, site=site, outcome="suppressed", reason=REASON)
                if url not in yielded:  # two forms of one address have one hash
                    yielded.add(url)
                    yield shown
            else:
                yield replace(outcome, reason=suppressed.without_addresses(outcome.reason or "") or outcome.reason)
