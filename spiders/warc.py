"""A WARC or ARC file of any crawler in; its pages, what it says was unchanged, and what cannot be read, out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders

from spiders.arc import ARC_START, arc_pages
from spiders.archived_page import (
    MAX_BODY_BYTES,
    OK,
    Capture,
    Unreadable,
    UnreadableRecord,
    host_of,
    http_head,
    http_page,
    unchanged,
    unreadable,
    web_address,
)
from spiders.wacz import PackedWarc, refused_names
from spiders.wacz_digests import digest_problem
from spiders.warc_frames import MAX_BLOCK_BYTES, Frame, WarcSource, first_bytes, read_frames
from spiders.warc_head import fields_of, target_of, warc_date
from spiders.warc_records import SOFT_404_FIELD
from transforms.records import Page, Revisit

__all__ = ["ARC_START", "MAX_BODY_BYTES", "UnreadableRecord", "host_of", "read_pages"]

# ISO 28500 6. Another word is damage: in a plain file no checksum would tell.
RECORD_TYPES = frozenset(
    {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
)
PAGE_TYPES = frozenset({"response", "resource", "revisit"})
HTML_TYPES = ("text/html", "application/xhtml+xml")
# What crawlers keep beside pages: Browsertrix screenshots, texts and `urn:pageinfo:…`, Heritrix its DNS look-ups.
NO_PAGE_SCHEMES = ("urn:", "dns:", "whois:", "metadata:")
NOT_MODIFIED = 304
MAX_HTTP_HEAD_BYTES = 2**20  # MAX_BLOCK_BYTES leaves as much for a head beside a page
# The end of WARC-Profile, whose beginning names the version of the standard; the third is Heritrix's.
REVISIT_REASONS = {
    "server-not-modified": "304 Not Modified",
    "identical-payload-digest": "the same bytes as before",
    "uri-agnostic-identical-payload-digest": "the same bytes as before",
}


def read_pages(
    source: WarcSource, site: str | None = None, *, heads_only: bool = False
) -> Iterator[Page | Revisit | UnreadableRecord]:
    """Yield every `response` and `revisit` record, and every `resource` record of HTML, in the order of the file.

    `source` is a Path or a PackedWarc; `site` is our slug for our own crawls, without it each page's site is its host
    without `www.`. A 304 is a Revisit; a revisit whose head says 404 or 301 is a Page without a body. `request`,
    `metadata` and `warcinfo` records are no pages; a damaged one is an UnreadableRecord all the same, under its own
    place, so that nothing is lost unseen. So is a page of which only a part was kept (`WARC-Truncated`): what its end
    held, such as its list of sources, would count as not there. Bodies are without Transfer- and Content-Encoding, at
    most 20 MiB. A WARC file that is not what the list of its WACZ says is an UnreadableRecord after all others, under
    its own name; so is, after those of the first WARC file of a WACZ, each whose name leads out of it.

    `heads_only`: bodies are neither kept nor decoded, for those who ask which addresses there are and how they
    answered. A Page has an empty body then, no directives, and the digest that the archive says; a body that is not
    what its Content-Encoding says goes unseen; an ARC file is read whole all the same. Measured on 5,000 pages of
    20 kB: 0.9 s for 1.2 s; on pages of 18 MiB: 72 MB of memory for 107.

    Raises OSError when the file cannot be opened, and nothing for what stands in it.
    """
    yield from _records(source, site, heads_only)
    if isinstance(source, PackedWarc):
        yield from _of_the_wacz(source, site)


def _of_the_wacz(packed: PackedWarc, site: str | None) -> Iterator[UnreadableRecord]:
    at = datetime.fromtimestamp(packed.stat().st_mtime, UTC)
    if problem := digest_problem(packed):
        yield unreadable("", site, at, packed.name, problem)
    if packed.number == 1:  # once for all of them
        for place, refused in enumerate(refused_names(packed.wacz), start=1):
            yield unreadable("", site, at, f"{packed.wacz.name}/refused-{place}", refused)


def _records(source: WarcSource, site: str | None, heads_only: bool) -> Iterator[Page | Revisit | UnreadableRecord]:
    at = datetime.fromtimestamp(source.stat().st_mtime, UTC)
    if first_bytes(source, len(ARC_START)) == ARC_START:
        yield from arc_pages(source, site, at)
        return
    for frame in read_frames(source, MAX_HTTP_HEAD_BYTES if heads_only else MAX_BLOCK_BYTES):
        record = f"{source.name}:{frame.place}"
        head = fields_of(frame.head)
        at = warc_date(head) or at
        try:
            page = _page(frame, head, record, site, heads_only)
        except Unreadable as problem:
            url = target_of(head) if _is_page_record(head) else None
            yield unreadable(url or "", site, at, record, str(problem))
        else:
            if page is not None:
                yield page


def _page(
    frame: Frame, head: StatusAndHeaders, record: str, site: str | None, heads_only: bool
) -> Page | Revisit | None:
    if frame.problem:
        raise Unreadable(frame.problem)
    kind = head.get_header("WARC-Type")
    if kind not in RECORD_TYPES:
        raise Unreadable(f"{kind!r} is no kind of WARC record")
    url = target_of(head)
    if not _is_page_record(head) or (url or "").lower().startswith(NO_PAGE_SCHEMES):
        return None
    url = web_address(url)
    fetched_at = warc_date(head)
    if fetched_at is None:
        raise Unreadable(f"the record has no readable WARC-Date: {head.get_header('WARC-Date')!r}")
    capture = Capture(
        url=url,
        site=site,
        fetched_at=fetched_at,
        record=record,
        payload_digest=_text(head, "WARC-Payload-Digest"),
        soft_404_of=_text(head, SOFT_404_FIELD),
    )
    if kind == "revisit":
        return _revisit(capture, head, frame.block)
    block = BytesIO(frame.block)
    if kind == "resource":
        http = StatusAndHeaders("200 OK", [("Content-Type", head.get_header("Content-Type"))], protocol="HTTP/1.1")
    else:
        http = http_head(block)
    status = int(http.get_statuscode())
    if status == NOT_MODIFIED:
        # a digest would be that of the 304's empty body, not of what is unchanged
        return unchanged(replace(capture, payload_digest=None), http, REVISIT_REASONS["server-not-modified"])
    if status == OK and _is_html(http) and (part := _missing_part(head)):
        raise Unreadable(part)
    return http_page(capture, http, None if heads_only else block.read())


def _revisit(capture: Capture, head: StatusAndHeaders, block: bytes) -> Page | Revisit:
    uri = target_of(head, "WARC-Profile") or ""
    profile = uri.rpartition("/")[2]
    if profile not in REVISIT_REASONS:  # a reader "shall not attempt to interpret" those, ISO 28500 6.7.1
        raise Unreadable(f"a revisit record of an unknown profile: {uri[:200]!r}")
    http = http_head(BytesIO(block)) if block.strip() else StatusAndHeaders("304", [])
    if int(http.get_statuscode()) not in (OK, NOT_MODIFIED):  # the same error page, or the same redirect, again
        return replace(http_page(capture, http, b""), payload_digest=capture.payload_digest)
    other = target_of(head, "WARC-Refers-To-Target-URI")
    if other is None or other == capture.url or profile == "server-not-modified":
        return unchanged(capture, http, REVISIT_REASONS[profile])
    return unchanged(capture, http, f"the same bytes as {other}", same_as=other)


def _missing_part(head: StatusAndHeaders) -> str | None:
    if truncated := head.get_header("WARC-Truncated"):
        return f"only the start of the body was kept (WARC-Truncated: {truncated})"
    if head.get_header("WARC-Segment-Number"):
        return "the body goes on in another record (WARC-Segment-Number)"
    return None


def _is_html(http: StatusAndHeaders) -> bool:
    content_type = http.get_header("Content-Type")
    return not content_type or str(content_type).lower().startswith(HTML_TYPES)


def _text(head: StatusAndHeaders, name: str) -> str | None:
    return str(head.get_header(name, "")).strip() or None


def _is_page_record(head: StatusAndHeaders) -> bool:
    kind = head.get_header("WARC-Type")
    # A resource record is anything that a crawler kept, such as Browsertrix's screenshots; only HTML is a page.
    is_html = str(head.get_header("Content-Type")).lower().startswith(HTML_TYPES)
    return kind in PAGE_TYPES and (kind != "resource" or is_html)
