"""A site file in; out a WARC file of every page as it was served, and an outcome for each address without a record."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from spiders.discovery import NotReadable, feed_entries, page_links, sitemap_entries
from spiders.failures import outcome_of
from spiders.known_pages import KnownPage, read_known_pages
from spiders.ledger import Ledger
from spiders.page_addresses import Scope, fetch_address, shares_host
from spiders.site_config import Site, load_site
from spiders.user_agent import user_agent
from transforms.records import OutcomeKind

MAX_REDIRECTS = 5
MAX_SITEMAP_DEPTH = 3
MAX_SITEMAPS = 500
DISCOVERY_PRIORITY, START_PRIORITY, KNOWN_PRIORITY, FOUND_PRIORITY = 30, 20, 10, 0
ARGUMENTS = "site (needed), warc, run_id, known"

DiscoveryReader = Callable[[Response, int], Iterator[Request]]


class ArticleSpider(Spider):
    """The one spider: `scrapy crawl article -a site=<slug>.toml [-a warc=…] [-a run_id=…] [-a known=…]`."""

    name = "article"

    def __init__(self, site: Site, warc: Path, run_id: str, known: dict[str, KnownPage]) -> None:
        """Open the run's files."""
        super().__init__()
        self.site = site
        self.scope = Scope(site)
        self.known = known
        self.ledger = Ledger(site, run_id, warc)
        self.refused_hosts: dict[str, str] = {}  # filled by the resolver: host -> why
        self.stop_reason: str | None = None
        self._stopping: asyncio.Task[None] | None = None  # held, since a task that nobody holds may vanish
        self._sitemaps: set[str] = set()
        self._start_addresses = {fetch_address(url) for url in site.start_addresses}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider for its `-a` arguments. Raises SiteFileError, ValueError or OSError before any request."""
        values = dict(kwargs)
        path, warc, run_id, known = (values.pop(name, None) for name in ("site", "warc", "run_id", "known"))
        if path is None or values:
            raise ValueError(f"the arguments are {ARGUMENTS}; found {', '.join(kwargs) or 'none'}")
        site = load_site(Path(path))
        crawler.settings.set("USER_AGENT", user_agent(site), priority="spider")
        crawler.settings.set("DOWNLOAD_DELAY", site.crawl.delay_seconds, priority="spider")
        crawler.settings.set("DOWNLOAD_TIMEOUT", site.crawl.timeout_seconds, priority="spider")
        run_id = run_id or f"{site.slug}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        known_pages = read_known_pages(Path(known) if known else None)
        warc = warc or Path("data", "warc", site.slug, f"{run_id}.warc.gz")
        spider = cls(site, Path(warc), run_id, known_pages)
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield sitemaps and feeds, the start pages, and every page known from earlier runs."""
        crawl = self.site.crawl
        for url in crawl.sitemaps:
            for request in self._sitemap_request(url, 0):
                yield request
        for url in crawl.feeds:
            yield self._discovery_request(url, self.read_feed)
        for url in self.site.start_addresses:
            for request in self._page_request(url, 0, is_start=True):
                yield request
        for url in self.known:
            if self.scope.allows(url) or url in self._start_addresses:
                for request in self._page_request(url, 1):
                    yield request
            else:
                self._refuse(url, "blocked", "known from an earlier run; the site file no longer allows it")

    def read_page(self, response: Response) -> Iterator[Request]:
        """Yield requests for a page's links, or for where it redirects to; log a 304 as unchanged."""
        meta = response.meta
        location = response.headers.get("Location")
        if response.status == HTTPStatus.NOT_MODIFIED:
            self._end(response.url, "unchanged", "304 Not Modified")
        elif 300 <= response.status < 400 and location:
            yield from self._redirected(response.url, location.decode("latin-1"), meta)
        elif 200 <= response.status < 300 and isinstance(response, HtmlResponse):
            for link in page_links(response.body, response.encoding, response.url):
                if self.scope.allows(link):
                    yield from self._page_request(link, meta["link_depth"] + 1)

    def page_failed(self, failure: Failure) -> None:
        """Log the outcome of a page that gave no response."""
        url = failure.request.url  # type: ignore[attr-defined]
        self._end(url, *outcome_of(failure.value, self.refused_hosts, url))

    def read_discovery(self, response: Response, reader: DiscoveryReader, level: int, hops: int) -> Iterator[Request]:
        """Read a sitemap or feed; follow its redirects; count it as failed where it gives nothing to read."""
        location = response.headers.get("Location")
        try:
            if 300 <= response.status < 400 and location:
                target = fetch_address(location.decode("latin-1"), response.url, is_page=False)
                if target is None or hops >= MAX_REDIRECTS or not self._may_discover(target):
                    raise NotReadable("it redirects off the site, or too often")
                yield self._discovery_request(target, reader, level, hops + 1)
            elif not 200 <= response.status < 300:
                raise NotReadable(f"it answered {response.status}")
            else:
                yield from reader(response, level)
        except NotReadable as error:
            self.ledger.discovery_failed(response.url, str(error))

    def read_sitemap(self, response: Response, level: int) -> Iterator[Request]:
        """Yield requests for the pages and sitemaps that a sitemap names. Raises NotReadable."""
        entries = sitemap_entries(response.body, response.url)
        for url in entries.sitemaps:
            yield from self._sitemap_request(url, level + 1)
        yield from self._entry_requests(entries.pages)

    def read_feed(self, response: Response, level: int) -> Iterator[Request]:
        """Yield requests for the entries of a feed. Raises NotReadable."""
        yield from self._entry_requests(feed_entries(response.body, response.url))

    def stop(self, reason: str) -> None:
        """End the crawl as soon as the request in flight has ended."""
        if self.stop_reason is None:
            self.stop_reason = reason
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def closed(self, reason: str) -> None:
        """Close the run's files and print its summary as the last line of stdout."""
        reason = self.stop_reason or reason
        try:
            summary = self.ledger.close(reason)
        except OSError as error:
            self.logger.error("the archive cannot be closed: %s", error)
            summary = self.ledger.summary("archive_failed")
        sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def _entry_requests(self, urls: tuple[str, ...]) -> Iterator[Request]:
        for url in urls:
            if self.scope.allows(url):
                yield from self._page_request(url, 1)

    def _page_request(self, url: str, depth: int, *, is_start: bool = False, hops: int = 0) -> Iterator[Request]:
        """Yield the request for a page, or nothing where it was met before or lies beyond a limit."""
        address = fetch_address(url, is_page=False) or url
        known = self.known.get(address)
        if not self.ledger.frontier.admit(address, depth, is_free=is_start or known is not None):
            return
        yield Request(
            address,
            callback=self.read_page,
            errback=self.page_failed,
            headers=known.conditional_headers if known else {},
            meta={"is_page": True, "link_depth": depth, "is_start": is_start, "hops": hops},
            priority=START_PRIORITY if is_start else KNOWN_PRIORITY if known else FOUND_PRIORITY,
            dont_filter=True,
        )

    def _redirected(self, source: str, location: str, meta: dict[str, Any]) -> Iterator[Request]:
        """Yield the request for a redirect's target, or log why the target is not fetched."""
        target = fetch_address(location, source, is_page=False)
        hops = meta["hops"] + 1
        if target is None:
            self._refuse(location, "blocked", f"a redirect from {source} to no address on the web")
        elif not self.scope.is_on_site(target):
            self._refuse(target, "blocked", f"a redirect from {source} leaves the site")
        elif not meta["is_start"] and not self.scope.allows(target):
            self._refuse(target, "blocked", f"a redirect from {source} to a path that the site file does not allow")
        elif hops > MAX_REDIRECTS:
            self._refuse(target, "error", f"more than {MAX_REDIRECTS} redirects in a row, the last from {source}")
        else:
            yield from self._page_request(target, meta["link_depth"], is_start=meta["is_start"], hops=hops)

    def _sitemap_request(self, url: str, level: int) -> Iterator[Request]:
        if url in self._sitemaps or not self._may_discover(url):
            return
        if level > MAX_SITEMAP_DEPTH or len(self._sitemaps) >= MAX_SITEMAPS:
            self.ledger.discovery_failed(url, f"more than {MAX_SITEMAP_DEPTH} levels or {MAX_SITEMAPS} sitemaps")
            return
        self._sitemaps.add(url)
        yield self._discovery_request(url, self.read_sitemap, level)

    def _discovery_request(self, url: str, reader: DiscoveryReader, level: int = 0, hops: int = 0) -> Request:
        return Request(
            url,
            callback=self.read_discovery,
            errback=self._discovery_failed,
            cb_kwargs={"reader": reader, "level": level, "hops": hops},
            priority=DISCOVERY_PRIORITY,
            dont_filter=True,
        )

    def _discovery_failed(self, failure: Failure) -> None:
        url = failure.request.url  # type: ignore[attr-defined]
        self.ledger.discovery_failed(url, outcome_of(failure.value, self.refused_hosts, url)[1])

    def _may_discover(self, url: str) -> bool:
        crawl = self.site.crawl
        return self.scope.is_on_site(url) or shares_host(url, (*crawl.sitemaps, *crawl.feeds))

    def _end(self, url: str, kind: OutcomeKind, reason: str) -> None:
        self._logged(self.ledger.end, url, kind, reason)

    def _refuse(self, url: str, kind: OutcomeKind, reason: str) -> None:
        self._logged(self.ledger.refuse, url, kind, reason)

    def _logged(self, write: Callable[[str, OutcomeKind, str], None], url: str, kind: OutcomeKind, reason: str) -> None:
        try:
            write(url, kind, reason)
        except OSError as error:
            self.logger.error("the fetch log cannot be written: %s", error)
            self.stop("archive_failed")
