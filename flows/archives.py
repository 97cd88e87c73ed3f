"""Paths in; the archives that lie there, WARC files and folders of HTML, out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.command_errors import WrongUse
from spiders.warc_origin import crawl_origin

_WARC_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_HTML_ENDINGS = (".html", ".htm")


class NothingToIngestError(WrongUse):
    """A path that holds no WARC file and no HTML, or does not exist; the message says which."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Something to read: a WARC file or a folder of HTML. `run_id` and `site` are None for one we did not crawl."""

    path: Path
    is_warc: bool
    site: str | None = None
    run_id: str | None = None


def find_archives(paths: Iterable[Path]) -> list[Archive]:
    """The archives that paths name: WARC files, HTML files, and folders of either. Raises NothingToIngestError."""
    archives: dict[Path, Archive] = {}
    for path in paths:
        found = list(_archives_at(path))
        if not found:
            what = "does not exist" if not path.exists() else "holds no .warc, .warc.gz or .html file"
            raise NothingToIngestError(f"{path} {what}")
        archives.update({archive.path.resolve(): archive for archive in found})
    return list(archives.values())


def html_paths(path: Path) -> list[Path]:
    """The HTML files of a path, in order of name: itself, or those anywhere below a folder."""
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix.lower() in _HTML_ENDINGS)


def _archives_at(path: Path) -> Iterator[Archive]:
    name = path.name.lower()
    if path.is_file():
        if name.endswith(_WARC_ENDINGS):
            yield _warc(path)
        elif name.endswith(_HTML_ENDINGS):
            yield Archive(path, is_warc=False)
    elif path.is_dir():
        warcs = sorted(p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(_WARC_ENDINGS))
        yield from (_warc(warc) for warc in warcs)
        if html_paths(path):
            yield Archive(path, is_warc=False)


def _warc(path: Path) -> Archive:
    """A WARC file; one that our own crawler wrote keeps its site and run."""
    origin = crawl_origin(path)
    return Archive(path, is_warc=True, site=origin.site if origin else None, run_id=origin.run_id if origin else None)
