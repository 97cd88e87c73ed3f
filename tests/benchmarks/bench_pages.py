"""Where the pages of a benchmark come from: a WARC that is named, or one that the demo sites are written to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.demo.resources import site_resources, site_slugs
from spiders.warc import read_pages
from transforms.records import Page

ORIGIN = "http://127.0.0.1:1"


def pages_of(warc: Path, count: int) -> list[Page]:
    """Every n-th page of a WARC that answered 200, so that `count` of them stand for all."""
    found = [page for page in read_pages(warc, None) if isinstance(page, Page) and page.status == 200]
    return list(islice(found[:: max(1, len(found) // count)], count))


def write_demo_warc(path: Path) -> Path:
    """Write the pages of the demo sites' first day to a WARC; out: its path."""
    return write_pages(_demo_pages(), path)


def write_pages(pages: Iterable[Page], path: Path) -> Path:
    """Write pages to a WARC; out: its path."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for page in pages:
            write_page(page, writer)
    return path


def write_page(page: Page, writer: WARCWriter) -> None:
    """Write a page as a response record."""
    head = StatusAndHeaders("200 OK", [("Content-Type", page.content_type or "text/html")], protocol="HTTP/1.1")
    date = {"WARC-Date": page.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    record = writer.create_warc_record(
        page.url, "response", payload=BytesIO(page.body), http_headers=head, warc_headers_dict=date
    )
    writer.write_record(record)


def _demo_pages() -> Iterator[Page]:
    for slug in site_slugs():
        for path, resource in site_resources(slug, 1, ORIGIN).items():
            if resource.body and resource.content_type.startswith("text/html"):
                yield Page(
                    url=f"{ORIGIN}/{slug}{path}", site=slug, fetched_at=datetime(2026, 11, 23, tzinfo=UTC), status=200,
                    content_type=resource.content_type, body=resource.body, record=path,
                )  # fmt: skip
