"""Paths in; the archives that lie there, WARC files and folders of HTML, out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.command_errors import WrongUse
from spiders.fetch_log import fetch_log_path
from spiders.html_files import SUFFIXES, html_paths
from spiders.warc_origin import crawl_origin

_WARC_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")


class NothingToIngestError(WrongUse):
    """A path that holds no WARC file and no HTML, or does not exist; the message says which."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Something to read: a WARC file or a folder of HTML.

    `run_id` and `site` are None for one we did not crawl; `languages` are those its site file asks for, None for all.
    """

    path: Path
    is_warc: bool
    site: str | None = None
    run_id: str | None = None
    languages: tuple[str, ...] | None = None


def find_archives(paths: Iterable[Path]) -> list[Archive]:
    """The archives that paths name: WARC files, HTML files, and folders of either. Raises NothingToIngestError."""
    archives: dict[Path, Archive] = {}
    for path in paths:
        found = list(_archives_at(path.resolve()))
        if not found:
            what = "does not exist" if not path.exists() else "holds no .warc, .warc.gz or .html file"
            raise NothingToIngestError(f"{path} {what}")
        archives.update({archive.path.resolve(): archive for archive in found})
    return list(archives.values())


def _archives_at(path: Path) -> Iterator[Archive]:
    name = path.name.lower()
    if path.is_file():
        if name.endswith(_WARC_ENDINGS):
            yield warc_archive(path)
        elif name.endswith(SUFFIXES):
            yield Archive(path, is_warc=False)
    elif path.is_dir():
        warcs = sorted(p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(_WARC_ENDINGS))
        yield from (warc_archive(warc) for warc in warcs)
        if html_paths(path):
            yield Archive(path, is_warc=False)


def warc_archive(path: Path) -> Archive:
    """A WARC file. One of our own crawler, under its own name and with its fetch log beside it, keeps site and run.

    A copy under another name, or without its log, is a stranger's: as that run it would replace the whole run's
    outcomes by its own, which lack every address that has no record.
    """
    origin = crawl_origin(path)
    if origin is None or path.name != f"{origin.run_id}.warc.gz" or not fetch_log_path(path).exists():
        return Archive(path, is_warc=True)
    return Archive(path, is_warc=True, site=origin.site, run_id=origin.run_id, languages=origin.languages)
