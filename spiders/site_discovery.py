"""A site's sitemaps, feeds and error page in; requests for the pages that they name out, each with its limits."""

import hashlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.discovery import Entry, NotReadable, feed_entries, sitemap_entries
from spiders.failures import outcome_of
from spiders.opt_outs import TDM_RESERVATION
from spiders.page_addresses import fetch_address, shares_host
from spiders.responses import header_text, redirect_of
from spiders.tdm_policy import WELL_KNOWN, tdm_policy

if TYPE_CHECKING:
    from spiders.article_spider import ArticleSpider

MAX_REDIRECTS = 5
MAX_SITEMAP_DEPTH = 3
MAX_SITEMAPS = 500
FIRST_PRIORITY, DISCOVERY_PRIORITY = 40, 30

DiscoveryReader = Callable[[Response, int], Iterator[Request]]


class SiteDiscovery:
    """What a site says of its own pages. Nothing here is a page, so nothing here has an outcome."""

    def __init__(self, spider: "ArticleSpider") -> None:
        """Nothing was asked yet."""
        self._spider = spider
        self._crawl = spider.site.crawl
        self._sitemaps: set[str] = set()

    def requests(self) -> Iterator[Request]:
        """Yield the requests for the site's error page, its TDM policy, its sitemaps and its feeds."""
        yield self._first(f"/{no_page(self._spider.run_id)}", self.read_probe)
        if TDM_RESERVATION in self._crawl.honour:
            yield self._first(WELL_KNOWN, self.read_tdm_policy)
        for url in self._crawl.sitemaps:
            yield from self._sitemap_request(url, 0)
        for url in self._crawl.feeds:
            yield self._request(url, self.read_feed)

    def read(self, response: Response, reader: DiscoveryReader, level: int, hops: int) -> Iterator[Request]:
        """Read a sitemap or feed; follow its redirects; count it as failed where it gives nothing to read."""
        location = redirect_of(response)
        try:
            if location is not None:
                target = fetch_address(location, response.url, is_page=False)
                if target is None or hops >= MAX_REDIRECTS or not self._may_ask(target):
                    raise NotReadable("it redirects off the site, or too often")
                yield self._request(target, reader, level, hops + 1)
            elif not 200 <= response.status < 300:
                raise NotReadable(f"it answered {response.status}")
            else:
                yield from reader(response, level)
        except NotReadable as error:
            self._spider.ledger.discovery_failed(response.url, str(error))

    def read_sitemap(self, response: Response, level: int) -> Iterator[Request]:
        """Yield requests for the pages and sitemaps that a sitemap names. Raises NotReadable."""
        entries = sitemap_entries(response.body, response.url)
        for entry in entries.sitemaps:
            yield from self._sitemap_request(entry.url, level + 1)
        yield from self._entry_requests(entries.pages)

    def read_feed(self, response: Response, level: int) -> Iterator[Request]:
        """Yield requests for the entries of a feed. Raises NotReadable."""
        yield from self._entry_requests(feed_entries(response.body, response.url))

    def read_probe(self, response: Response) -> None:
        """Keep what the site answers to an address that does not exist, where it does not say 404."""
        if response.status == 200:
            self._spider.error_pages.add(response.url, response.body, header_text(response, "Content-Type"))

    def read_tdm_policy(self, response: Response) -> None:
        """Keep what the site reserves, where it has a policy."""
        if response.status == 200:
            self._spider.tdm_policy = tdm_policy(response.body)

    def failed(self, failure: Failure) -> None:
        """Count a sitemap or feed that gave no response."""
        url = failure.request.url  # type: ignore[attr-defined]
        self._spider.ledger.discovery_failed(url, outcome_of(failure.value, self._spider.refused_hosts, url)[1])

    def _first(self, path: str, callback: Callable[[Response], None]) -> Request:
        """Return the request for what must be known before any page: one that fails is as if it were not there."""
        url = urljoin(self._spider.site.homepage, path)
        return Request(url, callback=callback, errback=_ignore, priority=FIRST_PRIORITY, dont_filter=True)

    def _entry_requests(self, entries: tuple[Entry, ...]) -> Iterator[Request]:
        for entry in entries:
            if self._spider.scope.allows(entry.url):
                yield from self._spider.page_request(entry.url, 1, changed_at=entry.changed_at)

    def _sitemap_request(self, url: str, level: int) -> Iterator[Request]:
        if url in self._sitemaps or not self._may_ask(url):
            return
        if level > MAX_SITEMAP_DEPTH or len(self._sitemaps) >= MAX_SITEMAPS:
            reason = f"more than {MAX_SITEMAP_DEPTH} levels or {MAX_SITEMAPS} sitemaps"
            self._spider.ledger.discovery_failed(url, reason)
            return
        self._sitemaps.add(url)
        yield self._request(url, self.read_sitemap, level)

    def _request(self, url: str, reader: DiscoveryReader, level: int = 0, hops: int = 0) -> Request:
        arguments: dict[str, Any] = {"reader": reader, "level": level, "hops": hops}
        return Request(
            url,
            callback=self.read,
            errback=self.failed,
            cb_kwargs=arguments,
            priority=DISCOVERY_PRIORITY,
            dont_filter=True,
        )

    def _may_ask(self, url: str) -> bool:
        return self._spider.scope.is_on_site(url) or shares_host(url, (*self._crawl.sitemaps, *self._crawl.feeds))


def no_page(run_id: str) -> str:
    """Return a name that no site has a page for; another in each run, and the same where a run is repeated."""
    return hashlib.sha256(run_id.encode()).hexdigest()[:16]


def _ignore(failure: Failure) -> None:
    """Do nothing: a site without these is judged by its status codes and its pages alone."""
