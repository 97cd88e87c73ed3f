"""An archived HTTP response's bytes in, the page that it holds out, or what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string
from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from spiders.content_encoding import UndecodableBody, decoded_body
from spiders.opt_outs import opt_outs
from spiders.warc_records import payload_digest
from transforms.addresses import archived_original
from transforms.records import Page, Revisit

MAX_BODY_BYTES = 20 * 2**20
OK, REDIRECTS = 200, range(300, 400)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What an archive says of one capture beside the response itself; `site` is None for the host of `url`.

    `payload_digest` is None where the archive has none; `soft_404_of` is as in `transforms.records.Page`.
    """

    url: str
    site: str | None
    fetched_at: datetime
    record: str
    payload_digest: str | None = None
    soft_404_of: str | None = None


class Unreadable(Exception):
    """Why a record is no page; ends up as an UnreadableRecord."""


def host_of(url: str) -> str | None:
    """Return the host of an address in lower case without `www.`, as analysts group by it; None where it has none.

    A page that web.archive.org kept is its own site's, as its publisher is.
    """
    return _host_in(archived_original(url)) or _host_in(url)


def _host_in(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:  # e.g. "http://[half" has no closing bracket
        return None
    return host.lower().removeprefix("www.") or None if host else None


def web_address(url: str | None) -> str:
    """The address of a record's page as it stands. Raises Unreadable for one that no browser could have opened."""
    if url is None:
        raise Unreadable("the record has no WARC-Target-URI")
    if not url.lower().startswith(("http://", "https://")) or host_of(url) is None:
        raise Unreadable(f"{url[:200]!r} is no address on the web")
    return url


def unreadable(url: str, site: str | None, at: datetime, record: str, reason: str) -> UnreadableRecord:
    """Return the record that stands for one that cannot be read; without `url` it is named after its own place."""
    host = host_of(url)
    return UnreadableRecord(
        url=url or f"warc:{record}", site=site or host or "unknown", at=at, record=record, reason=reason
    )


def http_head(block: BytesIO) -> StatusAndHeaders:
    """Read the HTTP head, a pseudo head such as `HTTP/2 200` too, and leave `block` at the body. Raises Unreadable."""
    try:
        http = StatusAndHeadersParser([], verify=False).parse(block)
    except EOFError as error:
        raise Unreadable("the record is empty") from error
    status = http.get_statuscode()
    if not str(http.protocol).upper().startswith("HTTP/") or not (status.isascii() and status.isdigit()):
        raise Unreadable("the record does not start with an HTTP status line")
    return http


def http_page(capture: Capture, http: StatusAndHeaders, body: bytes | None) -> Page:
    """Return the page of a response, whose `body` is as it is stored; its digest is worked out where there is none.

    None stands for a body that was not read: the page then has an empty one and no directives. Raises Unreadable
    where the body of a 200 is not what its Content-Encoding says, or has more than 20 MiB; of another status the body
    does not matter and is left out then.
    """
    status = int(http.get_statuscode())
    digest, directives, plain = capture.payload_digest, None, b""
    if body is not None:
        if str(http.get_header("Transfer-Encoding")).lower() == "chunked":
            body = ChunkedDataReader(BytesIO(body)).read()
        plain = _decoded(body, http)
        digest = digest or payload_digest(body)
        directives = ",".join(sorted(opt_outs(http.headers, plain))) or None
    return Page(
        url=capture.url,
        site=_site_of(capture),
        fetched_at=capture.fetched_at,
        status=status,
        content_type=http.get_header("Content-Type"),
        body=plain,
        record=capture.record,
        etag=http.get_header("ETag"),
        last_modified=http.get_header("Last-Modified"),
        location=_location(capture.url, http) if status in REDIRECTS else None,
        directives=directives,
        payload_digest=digest,
        soft_404_of=capture.soft_404_of,
    )


def _decoded(body: bytes, http: StatusAndHeaders) -> bytes:
    try:
        return decoded_body(body, http.get_header("Content-Encoding"), MAX_BODY_BYTES)
    except UndecodableBody as error:
        if int(http.get_statuscode()) == OK:
            raise Unreadable(str(error)) from error
        return b""


def unchanged(capture: Capture, http: StatusAndHeaders, reason: str, same_as: str | None = None) -> Revisit:
    """Return the revisit that a response's head tells of; `same_as` is another address that has the same bytes."""
    return Revisit(
        url=capture.url,
        site=_site_of(capture),
        fetched_at=capture.fetched_at,
        record=capture.record,
        reason=reason,
        etag=http.get_header("ETag"),
        last_modified=http.get_header("Last-Modified"),
        payload_digest=capture.payload_digest,
        same_as=same_as,
    )


def _site_of(capture: Capture) -> str:
    return capture.site or host_of(capture.url) or "unknown"


def _location(url: str, http: StatusAndHeaders) -> str | None:
    location = http.get_header("Location")
    try:
        return safe_url_string(urljoin(url, location.strip())) if location else None
    except ValueError:  # e.g. "//[half"
        return None
