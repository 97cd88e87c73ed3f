"""A demo site's folder, a day and an origin in; everything the site answers with on that day out."""

import gzip
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.demo.feeds import rss, sitemap, sitemap_index
from flows.demo.page_files import PageFile, page_files
from flows.demo.shells import SiteManner, cards, page_address, page_html

SITES = Path(__file__).parent / "sites"
DAYS = (1, 2)
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What one address answers with: `location` on a redirect only, `last_modified` on what can be asked for again."""

    status: int
    content_type: str
    body: bytes
    last_modified: datetime | None = None
    location: str | None = None

    @property
    def etag(self) -> str:
        """A weak validator: the same page, zipped or not, has the same one (RFC 9110, section 8.8.3)."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def site_slugs() -> list[str]:
    """Return the slugs of the demo sites, in the order of their ports."""
    return sorted(folder.name for folder in SITES.iterdir() if (folder / "site.toml").is_file())


def site_resources(slug: str, day: int, origin: str) -> dict[str, Resource]:
    """Return what `slug` serves on `day`, by address without its trailing slash (`""` is the home page).

    Any other address is the caller's to answer, with `missing_resource`.
    Raises PageFileError, ShellError or KeyError where the site's files contradict themselves.
    """
    return dict(_Site(slug, day, origin).resources())


def missing_resource(slug: str, status: int = 404) -> Resource:
    """Return the page that `slug` shows for an address it has not (404) or has no more (410)."""
    body = (SITES / slug / "missing.html").read_bytes()
    return Resource(status=status, content_type="text/html; charset=utf-8", body=body)


class _Site:
    """One site on one day, while its resources are put together."""

    def __init__(self, slug: str, day: int, origin: str) -> None:
        self.slug, self.day, self.origin = slug, day, origin
        self.folder = SITES / slug
        self.routes: dict[str, Any] = tomllib.loads((self.folder / "routes.toml").read_text("utf-8"))
        self.slash: str = "/" if self.routes["trailing_slash"] else ""
        self.manner = SiteManner(
            origin=origin,
            slash=self.slash,
            date_format=self.routes["date_format"],
            article_type=self.routes["schema_type"],
            card_query=self.routes["card_query"],
        )
        self.written: datetime = self.routes["days"][day - 1]
        self.pages_by_day = {number: self._pages_on(number) for number in range(1, day + 1)}
        self.pages = self.pages_by_day[day]

    def resources(self) -> Iterator[tuple[str, Resource]]:
        yield from self._files()
        for page in self.pages.values():
            resource = self._page(page)
            for address in (page.path, page.amp_path, page.print_path):
                if address is not None:
                    yield address.rstrip("/"), resource
        yield from self._lists()
        for address in self._moved(self.day):
            yield address.rstrip("/"), self._redirect(self._moved(self.day)[address])
        for address, status in self._gone(self.day).items():
            yield address.rstrip("/"), missing_resource(self.slug, status)

    def _pages_on(self, day: int) -> dict[str, PageFile]:
        left = {address.rstrip("/") for address in (*self._gone(day), *self._moved(day))}
        pages = page_files(self.folder, day, self.routes["lang"])
        return {path: page for path, page in pages.items() if path not in left}

    def _gone(self, day: int) -> dict[str, int]:
        return dict(self.routes["gone_on_day_2"]) if day > 1 else {}

    def _moved(self, day: int) -> dict[str, str]:
        return {**self.routes["moved"], **(self.routes["moved_on_day_2"] if day > 1 else {})}

    def _page(self, page: PageFile) -> Resource:
        # A page is put together among the pages of the day it was last written on, as a site's cache does: what
        # was added or removed since leaves its related articles, and so its bytes and its ETag, as they were.
        day = self.day if page.listing else page.day
        pages = self.pages_by_day[day]
        shell = self.folder / f"shell.{page.lang}.html"
        text = page_html(
            page,
            (shell if shell.is_file() else self.folder / "shell.html").read_text("utf-8"),
            pages,
            self.manner,
        )
        if page.listing:
            below = [other for path, other in pages.items() if path.startswith(page.path + "/")]
            text = text.replace("$cards", cards(below, self.manner))
        # A page in an old encoding says so in its own head only, as such pages do.
        content_type = "text/html; charset=utf-8" if page.charset == "utf-8" else "text/html"
        saved = page.modified or page.published or self.routes["days"][day - 1]
        return Resource(status=200, content_type=content_type, body=text.encode(page.charset), last_modified=saved)

    def _files(self) -> Iterator[tuple[str, Resource]]:
        for number in range(1, self.day + 1):
            folder = self.folder / f"day{number}"
            for file in sorted(folder.rglob("*")):
                if file.suffix in CONTENT_TYPES:
                    body = file.read_bytes()
                    if file.suffix == ".txt":  # robots.txt names its sitemap by a whole address
                        body = body.replace(b"$origin", self.origin.encode())
                    yield (
                        f"/{file.relative_to(folder).as_posix()}",
                        self._written_file(body, CONTENT_TYPES[file.suffix], number),
                    )

    def _lists(self) -> Iterator[tuple[str, Resource]]:
        articles = [page for page in self.pages.values() if page.is_article]
        listings = [page for page in self.pages.values() if page.listing]
        lists = self.routes["lists"]
        if address := lists.get("sitemap"):
            yield address, self._xml(sitemap([*articles, *listings], self.origin, self.slash))
        if address := lists.get("sitemap_index"):
            zipped, plain = "/sitemap-artikelen.xml.gz", "/sitemap-overzichten.xml"
            yield address, self._xml(sitemap_index([zipped, plain], self.origin, self.written))
            body = gzip.compress(sitemap(articles, self.origin, self.slash), mtime=0)
            yield zipped, self._written_file(body, "application/gzip", self.day)
            yield plain, self._xml(sitemap(listings, self.origin, self.slash))
        if address := lists.get("feed"):
            feed = rss(self.routes["name"], articles, self.origin, self.slash, self.written)
            yield address, self._written_file(feed, "application/rss+xml; charset=utf-8", self.day)

    def _xml(self, body: bytes) -> Resource:
        return self._written_file(body, "application/xml; charset=utf-8", self.day)

    def _written_file(self, body: bytes, content_type: str, day: int) -> Resource:
        return Resource(status=200, content_type=content_type, body=body, last_modified=self.routes["days"][day - 1])

    def _redirect(self, target: str) -> Resource:
        page = self.pages[target.rstrip("/")]  # a redirect to nowhere is a mistake in routes.toml
        return Resource(
            status=301, content_type="text/html; charset=utf-8", body=b"", location=page_address(page, self.slash)
        )
