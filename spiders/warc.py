"""A WARC or ARC file of any crawler in, its pages out: each response record is one Page or one UnreadableRecord."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from spiders.content_encoding import UndecodableBody, decoded_body
from spiders.warc_frames import Frame, first_bytes, read_frames
from transforms.records import Page

MAX_BODY_BYTES = 20 * 2**20
ARC_START = b"filedesc://"
# ISO 28500 6. Another word is damage: in a plain file no checksum would tell.
RECORD_TYPES = frozenset(
    {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
)
HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableRecord:
    """A record that should have been a page and could not be read; `reason` says why in one sentence.

    `url` is the page's where it is known, else the record's own place as `warc:<file name>:<offset>`; `at` is the
    record's date, else that of the last record before it, else the file's.
    """

    url: str
    site: str
    at: datetime
    record: str
    reason: str


class _Unreadable(Exception):
    """Why a record is no page; ends up as an UnreadableRecord."""


def read_pages(path: Path, site: str | None = None) -> Iterator[Page | UnreadableRecord]:
    """Yield every `response` record, and every `resource` record of HTML, in the order of the file.

    `site` is our slug for our own crawls; without it each page's site is its host without `www.`. `revisit`,
    `request`, `metadata` and `warcinfo` records are no pages; a damaged one is an UnreadableRecord all the same,
    under its own place, so that nothing is lost unseen. Bodies are without Transfer- and Content-Encoding, at most
    20 MiB. Raises OSError when the file cannot be opened, and nothing for what stands in it.
    """
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if first_bytes(path, len(ARC_START)) == ARC_START:
        yield from _arc_pages(path, site, at)
        return
    for frame in read_frames(path):
        record = f"{path.name}:{frame.place}"
        head = _headers(frame.head)
        at = _warc_date(head) or at
        try:
            page = _page(frame, head, record, site)
        except _Unreadable as problem:
            url = _target(head) if _is_page_record(head) else None
            yield _unreadable(url or "", site, at, record, str(problem))
        else:
            if page is not None:
                yield page


def host_of(url: str) -> str | None:
    """Return the host of an address in lower case without `www.`, as analysts group by it; None where it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # e.g. "http://[half" has no closing bracket
        return None
    return host.lower().removeprefix("www.") or None if host else None


def _page(frame: Frame, head: StatusAndHeaders, record: str, site: str | None) -> Page | None:
    if frame.problem:
        raise _Unreadable(frame.problem)
    if not _is_page_record(head):
        kind = head.get_header("WARC-Type")
        if kind not in RECORD_TYPES:
            raise _Unreadable(f"{kind!r} is no kind of WARC record")
        return None
    url = _target(head)
    if url is None:
        raise _Unreadable("the record has no WARC-Target-URI")
    if not url.lower().startswith(("http://", "https://")) or host_of(url) is None:
        raise _Unreadable(f"{url[:200]!r} is no address on the web")
    fetched_at = _warc_date(head)
    if fetched_at is None:
        raise _Unreadable(f"the record has no readable WARC-Date: {head.get_header('WARC-Date')!r}")
    if head.get_header("WARC-Type") == "resource":
        http = StatusAndHeaders("200 OK", [("Content-Type", head.get_header("Content-Type"))], protocol="HTTP/1.1")
        return _http_page(url, site, fetched_at=fetched_at, http=http, body=frame.block, record=record)
    block = BytesIO(frame.block)
    http = _http_head(block)
    return _http_page(url, site, fetched_at=fetched_at, http=http, body=block.read(), record=record)


def _http_page(
    url: str, site: str | None, *, fetched_at: datetime, http: StatusAndHeaders, body: bytes, record: str
) -> Page:
    if str(http.get_header("Transfer-Encoding")).lower() == "chunked":
        body = ChunkedDataReader(BytesIO(body)).read()
    try:
        body = decoded_body(body, http.get_header("Content-Encoding"), MAX_BODY_BYTES)
    except UndecodableBody as error:
        raise _Unreadable(str(error)) from error
    return Page(
        url=url,
        site=site or host_of(url) or "unknown",
        fetched_at=fetched_at,
        status=int(http.get_statuscode()),
        content_type=http.get_header("Content-Type"),
        body=body,
        record=record,
        etag=http.get_header("ETag"),
        last_modified=http.get_header("Last-Modified"),
    )


def _http_head(block: BytesIO) -> StatusAndHeaders:
    """Read the HTTP head, HTTP/2's pseudo head as Browsertrix writes it too, and leave `block` at the body."""
    try:
        http = StatusAndHeadersParser([], verify=False).parse(block)
    except EOFError as error:
        raise _Unreadable("the record is empty") from error
    status = http.get_statuscode()
    if not str(http.protocol).upper().startswith("HTTP/") or not (status.isascii() and status.isdigit()):
        raise _Unreadable("the record does not start with an HTTP status line")
    return http


def _headers(head: bytes) -> StatusAndHeaders:
    if not head:
        return StatusAndHeaders("", [])
    return StatusAndHeadersParser([], verify=False).parse(BytesIO(head))


def _is_page_record(head: StatusAndHeaders) -> bool:
    kind = head.get_header("WARC-Type")
    # Browsertrix keeps screenshots and extracted text as resource records with urn: addresses; only HTML is a page.
    is_html = str(head.get_header("Content-Type")).lower().startswith(HTML_TYPES)
    return kind == "response" or (kind == "resource" and is_html)


def _target(head: StatusAndHeaders) -> str | None:
    url = head.get_header("WARC-Target-URI")
    return str(url).strip().removeprefix("<").removesuffix(">") or None if url else None  # old wget writes <http://…>


def _warc_date(head: StatusAndHeaders) -> datetime | None:
    try:
        date = datetime.fromisoformat(str(head.get_header("WARC-Date")).strip())
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _arc_pages(path: Path, site: str | None, at: datetime) -> Iterator[Page | UnreadableRecord]:
    """Yield the pages of an ARC file (before 2009) as warcio frames them; damage ends the file with one record."""
    record = f"{path.name}:0"
    url = ""
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
            for arc in records:
                if arc.rec_type != "response":
                    continue
                record = f"{path.name}:{records.offset}"
                url = _target(arc.rec_headers) or ""
                at = _warc_date(arc.rec_headers) or at
                block = BytesIO(arc.raw_stream.read(MAX_BODY_BYTES + 1))
                try:
                    http = _http_head(block)
                    yield _http_page(url, site, fetched_at=at, http=http, body=block.read(), record=record)
                except _Unreadable as problem:
                    yield _unreadable(url, site, at, record, str(problem))
    except Exception as error:  # warcio raises many kinds; the file's remaining bytes are one counted outcome
        yield _unreadable("", site, at, f"{record}+", f"the rest of the file cannot be read: {error}")


def _unreadable(url: str, site: str | None, at: datetime, record: str, reason: str) -> UnreadableRecord:
    host = host_of(url)
    return UnreadableRecord(
        url=url or f"warc:{record}", site=site or host or "unknown", at=at, record=record, reason=reason
    )
