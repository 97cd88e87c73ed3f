"""A page, sitemap or feed as bytes in, the addresses that it names out; never fetches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import feedparser
import lxml.etree
import lxml.html
from scrapy.utils.sitemap import Sitemap

from spiders.content_encoding import GZIP_MAGIC, UndecodableBody, decoded_body
from spiders.page_addresses import fetch_address

# sitemaps.org: at most 50,000 addresses and 50 MiB in one sitemap.
MAX_SITEMAP_ENTRIES = 50_000
MAX_SITEMAP_BYTES = 50 * 2**20
MAX_LINKS = 5_000


class NotReadable(Exception):
    """A sitemap or feed that is none; the text says why."""


@dataclass(frozen=True, slots=True)
class SitemapEntries:
    """What a sitemap names: pages (a `urlset`) and further sitemaps (a `sitemapindex`), each with its lastmod."""

    pages: tuple["Entry", ...]
    sitemaps: tuple["Entry", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that a sitemap or feed names; `changed_at` is when it last changed, where it says so."""

    url: str
    changed_at: datetime | None = None


def page_links(body: bytes, encoding: str, url: str) -> list[str]:
    """Return the addresses that a page links to, each once, in the order of the page; at most 5,000.

    `<base href>` counts; fragments and tracking parameters are gone. Markup beyond repair gives an empty list.
    """
    try:
        root = lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(encoding=encoding))
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError, LookupError):
        return []
    base = url
    for element in root.iter("base"):
        base = fetch_address(element.get("href") or "", url) or url
        break
    found: dict[str, None] = {}
    for element in root.iter("a", "area"):
        href = element.get("href")
        address = fetch_address(href, base) if href else None
        if address:
            found[address] = None
        if len(found) >= MAX_LINKS:
            break
    return list(found)


def sitemap_entries(body: bytes, url: str) -> SitemapEntries:
    """Return what a sitemap or a sitemap index names, gzip or plain; a text file of addresses is a sitemap too.

    News, image and language extensions are read over; a `lastmod` that is no date or in a form that sitemaps.org does
    not know is no date. At most 50,000 entries. Raises NotReadable for what is no sitemap.
    """
    if body.startswith(GZIP_MAGIC):
        try:
            body = decoded_body(body, "gzip", MAX_SITEMAP_BYTES)
        except UndecodableBody as error:
            raise NotReadable(f"the sitemap cannot be decompressed: {error}") from error
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:8].lower()
    if start.startswith((b"http://", b"https://")):
        lines = body.decode("utf-8", "replace").removeprefix("\ufeff").split()
        return SitemapEntries(pages=_entries(((line, None) for line in lines), url), sitemaps=())
    try:
        sitemap = Sitemap(body)
        if sitemap.type not in ("urlset", "sitemapindex"):
            raise NotReadable(f"the root element is {sitemap.type!r}, not urlset or sitemapindex")
        named = ((entry["loc"], w3c_datetime(entry.get("lastmod"))) for entry in sitemap)
        locations = _entries(named, url, is_index=sitemap.type == "sitemapindex")
    except (lxml.etree.XMLSyntaxError, StopIteration, ValueError) as error:
        raise NotReadable(f"the sitemap is no XML: {error}") from error
    if sitemap.type == "sitemapindex":
        return SitemapEntries(pages=(), sitemaps=locations)
    return SitemapEntries(pages=locations, sitemaps=())


def feed_entries(body: bytes, url: str) -> tuple[Entry, ...]:
    """Return the entries of an RSS or Atom feed, at most 50,000. Raises NotReadable for what is no feed."""
    # A stream: given bytes or text, feedparser would open a file or address of that name.
    feed = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise NotReadable("this is no RSS or Atom feed")
    named = ((entry.get("link") or "", _feed_time(entry.get("updated_parsed"))) for entry in feed.get("entries", []))
    return _entries(named, url)


def w3c_datetime(text: str | None) -> datetime | None:
    """Return the moment of a W3C date such as `2026-11-23`, `2026-11-23T09:30Z` or `2026-11`, UTC; None for another.

    A day without a time means its last moment: a page that changed on the day of our visit may have changed after it.
    """
    text = (text or "").strip()
    try:
        if len(text) == len("2026-11"):
            text += "-01"
        if len(text) == len("2026-11-23"):
            return datetime.fromisoformat(text).replace(hour=23, minute=59, second=59, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _feed_time(parsed: tuple[int, ...] | None) -> datetime | None:
    try:
        return datetime(*parsed[:6], tzinfo=UTC) if parsed else None  # type: ignore[misc, arg-type]
    except (ValueError, TypeError):
        return None


def _entries(named: Iterable[tuple[str, datetime | None]], base: str, *, is_index: bool = False) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for link, changed_at in named:
        address = fetch_address(link, base, is_page=not is_index) if link else None  # sitemaps may end in .gz
        if address:
            found[address] = Entry(address, changed_at)
        if len(found) >= MAX_SITEMAP_ENTRIES:
            break
    return tuple(found.values())
