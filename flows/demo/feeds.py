"""The articles of a demo site in; its sitemaps and its RSS feed as XML bytes out."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from flows.demo.page_files import PageFile
from flows.demo.shells import newest_first, page_address

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
FEED_LENGTH = 10  # what most publishing systems give


def sitemap(pages: Iterable[PageFile], origin: str, slash: str) -> bytes:
    """Return a sitemap of `pages` (https://www.sitemaps.org/protocol.html), with `lastmod` where a page has a date."""
    entries = "".join(
        f"<url><loc>{escape(origin + page_address(page, slash))}</loc>"
        f"{_lastmod(page.modified or page.published)}</url>\n"
        for page in pages
    )
    return f'{DECLARATION}<urlset xmlns="{SITEMAP_NAMESPACE}">\n{entries}</urlset>\n'.encode()


def sitemap_index(addresses: Iterable[str], origin: str, written: datetime) -> bytes:
    """Return the index of the sitemaps at `addresses`, all written at `written`."""
    entries = "".join(f"<sitemap><loc>{escape(origin + a)}</loc>{_lastmod(written)}</sitemap>\n" for a in addresses)
    return f'{DECLARATION}<sitemapindex xmlns="{SITEMAP_NAMESPACE}">\n{entries}</sitemapindex>\n'.encode()


def rss(name: str, pages: Iterable[PageFile], origin: str, slash: str, written: datetime) -> bytes:
    """Return the RSS 2.0 feed of the newest articles; its links carry a tracking tail, as feeds' links do."""
    items = "".join(_item(page, origin, slash) for page in newest_first(pages)[:FEED_LENGTH])
    return (
        f'{DECLARATION}<rss version="2.0"><channel><title>{escape(name)}</title><link>{origin}/</link>'
        f"<description>{escape(name)}</description><lastBuildDate>{format_datetime(written)}</lastBuildDate>\n"
        f"{items}</channel></rss>\n"
    ).encode()


def _item(page: PageFile, origin: str, slash: str) -> str:
    address = escape(origin + page_address(page, slash))
    date = f"<pubDate>{format_datetime(page.published)}</pubDate>" if page.published else ""
    return (
        f"<item><title>{escape(page.title)}</title><link>{address}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="true">{address}</guid>{date}<description>{escape(page.description)}</description></item>\n'
    )


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat()}</lastmod>" if moment else ""
