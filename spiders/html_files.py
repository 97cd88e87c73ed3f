"""An HTML file or a folder of them in, pages out, as if each had been fetched when the file was last written."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import lxml.etree
import lxml.html

from spiders.warc import MAX_BODY_BYTES, UnreadableRecord, host_of
from transforms.records import Page

SUFFIXES = (".html", ".htm", ".xhtml")
# The address stands in the head; 512 KiB holds the longest inline style sheets seen before it.
HEAD_BYTES = 512 * 2**10


def html_paths(path: Path) -> list[Path]:
    """Return the HTML files of a path, in order of name: itself, or those anywhere below a folder."""
    return [path] if path.is_file() else [one for one in sorted(path.rglob("*")) if one.suffix.lower() in SUFFIXES]


def read_html_files(path: Path) -> Iterator[Page | UnreadableRecord]:
    """Yield each HTML file as a page, a folder's in the order of their names, sub-folders too.

    The address is that of `<link rel=canonical>` or `og:url` where it is absolute, else `file:` and the path relative
    to `path`'s folder; the site is its host, or `local`. A file that cannot be read or has more than 20 MiB is an
    UnreadableRecord. Links to places outside the folder are not followed. Raises OSError when `path` is not there.
    """
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there")
    folder = path if path.is_dir() else path.parent
    for file in html_paths(path):
        name = file.relative_to(folder).as_posix()
        try:
            if not file.resolve().is_relative_to(folder.resolve()):
                raise OSError("it is a link to a place outside the folder")
            if not file.is_file():
                continue
            status = file.stat()
            at = datetime.fromtimestamp(status.st_mtime, UTC)
            if status.st_size > MAX_BODY_BYTES:
                raise OSError(f"it has {status.st_size} bytes, more than the limit of {MAX_BODY_BYTES}")
            body = file.read_bytes()
        except OSError as error:
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield UnreadableRecord(
                url=f"file:{name}", site="local", at=at, record=f"{name}:0", reason=f"the file cannot be read: {error}"
            )
        else:
            url = stated_address(body)
            yield Page(
                url=url or f"file:{name}",
                site=(host_of(url) if url else None) or "local",
                fetched_at=at,
                status=200,
                content_type="text/html",  # without a charset: the file's own <meta charset> decides
                body=body,
                record=f"{name}:0",
            )


def stated_address(body: bytes) -> str | None:
    """Return the absolute web address that a page says is its own (canonical, then og:url); None where it says none."""
    try:
        root = lxml.html.fromstring(body[:HEAD_BYTES])
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):  # empty, or nothing but a comment
        return None
    candidates = [
        *(link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()),
        *(meta.get("content") for meta in root.iter("meta") if meta.get("property") == "og:url"),
    ]
    for candidate in candidates:
        url = (candidate or "").strip()
        if url.lower().startswith(("http://", "https://")) and host_of(url):
            return url
    return None
