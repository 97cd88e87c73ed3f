"""A site file in; out a WARC file of every page as it was served, and an outcome for each address without a record."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.crawling import require_living_run
from spiders.error_pages import ErrorPages
from spiders.failures import outcome_of
from spiders.guards import signals as guard_signals
from spiders.guards.hosts import CrawlClosing, Hosts, is_closing, slot_name
from spiders.known_pages import KnownPage, read_known_pages
from spiders.ledger import Ledger
from spiders.page_addresses import Scope, fetch_address, request_address
from spiders.permission import require_permission
from spiders.responses import links_of, redirect_of
from spiders.revisits import due_at, is_due
from spiders.site_config import Site, load_site
from spiders.site_discovery import MAX_REDIRECTS, SiteDiscovery
from spiders.suppressed_file import read_suppressions
from spiders.tdm_policy import TdmPolicy
from spiders.user_agent import ROBOTS_NAME, reach_of_site, user_agent
from transforms.records import OutcomeKind
from transforms.suppression import NOTHING_SUPPRESSED, REASON, Suppressions

START_PRIORITY, KNOWN_PRIORITY, FOUND_PRIORITY = 20, 10, 0
# A request that waits takes 1.6 kB: 100,000 known pages would be 160 MB before the first is fetched.
MAX_KNOWN_AT_ONCE = 200
_LOOK_AGAIN_SECONDS = 0.05  # the fastest site takes seconds for so many
ARGUMENTS = "site (needed), warc, run_id, known, now, suppressed"


class ArticleSpider(Spider):
    """The one spider: `scrapy crawl article -a site=<slug>.toml [-a warc=…] [-a run_id=…] …`, as ARGUMENTS lists."""

    name = "article"

    def __init__(
        self,
        site: Site,
        warc: Path,
        run_id: str,
        known: dict[str, KnownPage],
        now: datetime,
        suppressed: Suppressions = NOTHING_SUPPRESSED,
    ) -> None:
        """Open the run's files."""
        super().__init__()
        self.site = site
        self.run_id = run_id
        self.scope = Scope(site)
        self.known = known
        self.now = now
        self.ledger = Ledger(site, run_id, warc, now, suppressed)
        self.error_pages = ErrorPages()
        self.tdm_policy = TdmPolicy()
        self.stop_reason: str | None = None
        self._stop_words: str | None = None
        self._stopping: asyncio.Task[None] | None = None  # held, since a task that nobody holds may vanish
        self.discovery = SiteDiscovery(self)
        self._start_addresses = {fetch_address(url) for url in site.start_addresses}
        self._known_requests = self._requests_for_known()
        self._is_over = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider for its `-a` arguments.

        Raises SiteFileError, ValueError, OSError or RunIsGone before any request.
        """
        values = dict(kwargs)
        path, warc, run_id, known, now = (values.pop(name, None) for name in ("site", "warc", "run_id", "known", "now"))
        suppressed_path = values.pop("suppressed", None)
        if path is None or values:
            raise ValueError(f"the arguments are {ARGUMENTS}; found {', '.join(kwargs) or 'none'}")
        site = load_site(Path(path))
        require_permission(site)
        for name, value in site_settings(site).items():
            crawler.settings.set(name, value, priority="spider")
        moment = datetime.fromisoformat(now) if now else datetime.now(UTC)
        run_id = run_id or f"{site.slug}-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        known_pages = read_known_pages(Path(known) if known else None)
        warc = warc or Path("data", "warc", site.slug, f"{run_id}.warc.gz")
        suppressed = read_suppressions(Path(suppressed_path) if suppressed_path else None)
        require_living_run()
        spider = cls(site, Path(warc), run_id, known_pages, moment, suppressed)
        spider._set_crawler(crawler)
        spider._listen(crawler)
        return spider

    @property
    def refused_hosts(self) -> dict[str, str]:
        """Hosts whose names lead to addresses that must not be fetched, with the reason."""
        return Hosts.of(self.crawler).refused

    async def start(self) -> AsyncIterator[Request]:
        """Yield what the site says of its pages, the start pages, and the pages of earlier runs that are due."""
        for request in self.discovery.requests():
            yield request
        for url in self.site.start_addresses:
            for request in self.page_request(url, 0, is_start=True):
                yield request
        for request in self._known_requests:
            yield request
            while self._must_wait():
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
            if self._is_over or is_closing(self.crawler):
                return  # those that are left have their outcomes when the run is closed

    def page_request(
        self, url: str, depth: int, *, is_start: bool = False, hops: int = 0, changed_at: datetime | None = None
    ) -> Iterator[Request]:
        """Yield the request for a page, or nothing where it was met before, is not due, or lies beyond a limit.

        `changed_at`: when the site says that the page last changed.
        """
        address = request_address(url)
        if self.ledger.is_suppressed(address):
            self._refuse(address, "suppressed", REASON)
            return
        page = self.known.get(address)
        known = page if page is not None and page.state != "waiting" else None
        if known and not (is_start or hops) and (why := self._not_due(known, changed_at)):
            if not self.ledger.frontier.is_met(address):
                self.ledger.rest(address, why)
            return
        if not self.ledger.admit(address, depth, is_free=is_start or known is not None):
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

    def read_page(self, response: Response) -> Iterator[Request]:
        """Yield requests for a page's links, or for where it redirects to; a 304 has neither."""
        meta = response.meta
        location = redirect_of(response)
        if location is not None:
            yield from self._redirected(response.url, location, meta)
        elif 200 <= response.status < 300:
            for link in links_of(response):
                if self.scope.allows(link):
                    yield from self.page_request(link, meta["link_depth"] + 1)

    def page_failed(self, failure: Failure) -> None:
        """Log the outcome of a page that gave no response."""
        if not isinstance(failure.value, CrawlClosing):  # it still waits, and the ledger says so when it closes
            url = failure.request.url  # type: ignore[attr-defined]
            self._end(url, *outcome_of(failure.value, self.refused_hosts, url))

    def stop(self, reason: str, words: str | None = None) -> None:
        """End the crawl as soon as the requests in flight have ended. `words` say more of the reason."""
        if self.stop_reason is None:
            self.stop_reason, self._stop_words = reason, words
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def closed(self, reason: str) -> None:
        """Close the run's files and print its summary as the last line of stdout."""
        reason = self.stop_reason or reason
        self._is_over = True
        try:
            for _ in self._known_requests:  # as if they had been asked for and had not come back
                pass
            summary = self.ledger.close(reason, self._stop_words)
        except OSError as error:
            self.logger.error("the archive cannot be closed: %s", error)
            summary = self.ledger.summary("archive_failed")
        sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def _requests_for_known(self) -> Iterator[Request]:
        """Yield requests for the pages of earlier runs: those that wait first, since there `max_pages` counts.

        Of these what failed before comes last, so that it does not use the budget up.
        """
        for url in sorted(
            self.known, key=lambda url: (self.known[url].state != "waiting", self.known[url].failure_count)
        ):
            if self.scope.allows(url) or url in self._start_addresses:
                yield from self.page_request(url, 1)
            else:
                self._refuse(url, "blocked", "known from an earlier run; the site file no longer allows it")

    def _must_wait(self) -> bool:
        """Return whether so many known pages are asked for that more would only take up memory."""
        is_open = not self._is_over and not is_closing(self.crawler)
        return is_open and self.ledger.frontier.free_waiting_count >= MAX_KNOWN_AT_ONCE

    def _listen(self, crawler: Crawler) -> None:
        connect = crawler.signals.connect
        connect(self._robots_failed, signal=guard_signals.robots_failed)
        connect(self._retried, signal=guard_signals.request_retried)
        connect(self._host_given_up, signal=guard_signals.host_given_up)
        connect(self._received, signal=signals.response_downloaded)
        connect(self._sent, signal=signals.request_reached_downloader)

    def _robots_failed(self, url: str, reason: str) -> None:
        self.ledger.discovery_failed(url, reason)

    def _retried(self) -> None:
        self.ledger.retry_count += 1

    def _host_given_up(self, host: str, reason: str) -> None:
        if host == slot_name(self.site.homepage):
            self.stop("site_failing", reason)

    def _sent(self) -> None:
        self.ledger.request_count += 1

    def _received(self, response: Response) -> None:
        self.ledger.byte_count += len(response.body)
        self._hold_to_budget()

    def _hold_to_budget(self) -> None:
        crawl = self.site.crawl
        if self.ledger.byte_count > crawl.max_megabytes * 1e6:
            self.stop("limit", f"max_megabytes = {crawl.max_megabytes:g} are used up")
        elif self.ledger.seconds > crawl.max_minutes * 60:
            self.stop("limit", f"max_minutes = {crawl.max_minutes:g} are used up")

    def _not_due(self, page: KnownPage, changed_at: datetime | None) -> str | None:
        """Return why a known page is left for another run; None where it is due."""
        crawl = self.site.crawl
        least, most = crawl.min_revisit_days, crawl.max_revisit_days
        if is_due(page, self.now, least, most):
            return None
        # the sitemap says that it changed since, and it was not looked at a moment ago
        is_changed = changed_at and page.last_fetched_at and changed_at > page.last_fetched_at
        if is_changed and is_due(page, self.now, least, least):
            return None
        return f"it is due on {due_at(page, least, most):%Y-%m-%d}: so seldom did it change"

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
            yield from self.page_request(target, meta["link_depth"], is_start=meta["is_start"], hops=hops)

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


def site_settings(site: Site) -> dict[str, object]:
    """Return what a site file asks of Scrapy and of the guards."""
    crawl = site.crawl
    return {
        "USER_AGENT": user_agent(site),
        "DOWNLOAD_DELAY": crawl.delay_seconds,
        "DOWNLOAD_TIMEOUT": crawl.timeout_seconds,
        "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.concurrency,
        "GUARDS_ADDRESSES": reach_of_site(site),
        "GUARDS_ROBOTS_NAME": ROBOTS_NAME,
        # a host that fails rests for as long as 150 requests take: five minutes at two seconds each
        "GUARDS_REST_SECONDS": min(150 * crawl.delay_seconds, 900.0),
    }
