"""Paths in; the archives that lie there, WARC files (in a WACZ too) and folders of HTML, out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.command_errors import WrongUse
from spiders.fetch_log import fetch_log_path
from spiders.html_files import SUFFIXES, html_paths
from spiders.wacz import PackedWarc, packed_warcs
from spiders.warc_origin import crawl_origin

_WARC_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_WACZ_ENDING = ".wacz"
_ENDINGS = (*_WARC_ENDINGS, _WACZ_ENDING)


class NothingToIngestError(WrongUse):
    """A path that holds no WARC file and no HTML, or does not exist; the message says which."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Something to read: a WARC file, one inside a WACZ (`packed`, `path` is the WACZ), or a folder of HTML.

    `run_id` and `site` are None for one we did not crawl; `languages` are those its site file asks for, None for all.
    `problem` says why a WACZ cannot be read at all.
    """

    path: Path
    is_warc: bool
    site: str | None = None
    run_id: str | None = None
    languages: tuple[str, ...] | None = None
    packed: PackedWarc | None = None
    problem: str | None = None

    @property
    def source(self) -> Path | PackedWarc:
        """What to open: the path, or the WARC file inside the WACZ."""
        return self.packed or self.path

    @property
    def name(self) -> str:
        """What it is called in messages and rows: `day1.warc.gz`, or `crawl.wacz/archive/data.warc.gz`."""
        return self.source.name


def archive_bytes(archive: Archive) -> int:
    """How much there is to read, in bytes as a WARC file of it would have, packed: HTML files pack to a fifth."""
    if archive.path.is_dir():
        return sum(path.stat().st_size for path in html_paths(archive.path)) // 5
    return archive.path.stat().st_size


def find_archives(paths: Iterable[Path]) -> list[Archive]:
    """The archives that paths name: WARC, WACZ and HTML files, and folders of them. Raises NothingToIngestError."""
    archives: dict[tuple[Path, PackedWarc | None], Archive] = {}
    for path in paths:
        found = list(_archives_at(path.resolve()))
        if not found:
            what = "does not exist" if not path.exists() else "holds no .warc, .warc.gz, .wacz or .html file"
            raise NothingToIngestError(f"{path} {what}")
        archives.update({(archive.path.resolve(), archive.packed): archive for archive in found})
    return list(archives.values())


def _archives_at(path: Path) -> Iterator[Archive]:
    name = path.name.lower()
    if path.is_file():
        if name.endswith(_ENDINGS):
            yield from _packed_or_plain(path)
        elif name.endswith(SUFFIXES):
            yield Archive(path, is_warc=False)
    elif path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(_ENDINGS)):
            yield from _packed_or_plain(file)
        if html_paths(path):
            yield Archive(path, is_warc=False)


def _packed_or_plain(path: Path) -> Iterator[Archive]:
    """A WARC file, or those inside a WACZ; a WACZ that cannot be read is an archive too, so that it is told as one."""
    if not path.name.lower().endswith(_WACZ_ENDING):
        yield warc_archive(path)
        return
    try:
        yield from (Archive(path, is_warc=True, packed=packed) for packed in packed_warcs(path))
    except OSError as error:
        yield Archive(path, is_warc=True, problem=str(error))


def warc_archive(path: Path) -> Archive:
    """A WARC file. One of our own crawler, under its own name and with its fetch log beside it, keeps site and run.

    A copy under another name, or without its log, is a stranger's: as that run it would replace the whole run's
    outcomes by its own, which lack every address that has no record.
    """
    origin = crawl_origin(path)
    if origin is None or path.name != f"{origin.run_id}.warc.gz" or not fetch_log_path(path).exists():
        return Archive(path, is_warc=True)
    return Archive(path, is_warc=True, site=origin.site, run_id=origin.run_id, languages=origin.languages)
