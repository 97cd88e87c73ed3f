"""A robots.txt response in, what it lets us fetch out, as RFC 9309 has it: when in doubt, nothing.

Scrapy's own middleware fetches everything when robots.txt answers 503 or not at all; RFC 9309 2.3.1.4 says nothing.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.address_guard import AddressBlocked
from spiders.page_addresses import fetch_address
from spiders.user_agent import ROBOTS_NAME

if TYPE_CHECKING:
    from spiders.article_spider import ArticleSpider

MAX_REDIRECTS = 5  # RFC 9309 2.3.1.2
MAX_ROBOTS_BYTES = 512 * 2**10  # RFC 9309 2.5 asks for at least 500 KiB
# A longer Crawl-delay would make one site's run last for days; Nutch and StormCrawler cap it as well.
MAX_CRAWL_DELAY_SECONDS = 60.0


class RobotsDenied(IgnoreRequest):
    """A request that robots.txt, or its failure, forbids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsPolicy:
    """What a host's robots.txt says: `rules`, or where there are none, `denied` with the reason or None for all."""

    rules: Protego | None = None
    denied: str | None = None

    def refusal(self, url: str) -> str | None:
        """Return why `url` may not be fetched; None where it may."""
        if self.rules is None:
            return self.denied
        return None if self.rules.can_fetch(url, ROBOTS_NAME) else "robots.txt disallows it"

    @property
    def crawl_delay_seconds(self) -> float:
        """The Crawl-delay for us, 0 where there is none, at most 60."""
        delay = self.rules.crawl_delay(ROBOTS_NAME) if self.rules else None
        return min(max(float(delay or 0), 0.0), MAX_CRAWL_DELAY_SECONDS)


def robots_policy(status: int, body: bytes) -> RobotsPolicy:
    """Return the policy for a robots.txt response, redirects followed already.

    2xx: its rules. 4xx: everything is allowed (RFC 9309 2.3.1.3), except 429, which says that the host is
    overloaded. All else: nothing is allowed (2.3.1.4).
    """
    if 200 <= status < 300:
        text = body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
        return RobotsPolicy(rules=Protego.parse(text))
    if 400 <= status < 500 and status != 429:
        return RobotsPolicy()
    return RobotsPolicy(denied=f"robots.txt answered {status}, which forbids everything for now (RFC 9309)")


class RobotsMiddleware:
    """Downloader middleware: each request waits for its host's robots.txt, fetched once a run."""

    def __init__(self, crawler: Crawler) -> None:
        """Take the engine and the stats from the crawler."""
        self._crawler = crawler
        self._policies: dict[str, asyncio.Task[RobotsPolicy]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise RobotsDenied for what the host's robots.txt forbids."""
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._policies:
            self._policies[origin] = asyncio.ensure_future(self._fetched_policy(origin))
        policy = await self._policies[origin]
        if refused := self._refused_host(parts.hostname):
            raise AddressBlocked(refused)  # not the robots.txt but the guard is why there is no page
        if reason := policy.refusal(request.url):
            raise RobotsDenied(reason)

    def _refused_host(self, host: str | None) -> str | None:
        spider: ArticleSpider = self._crawler.spider  # type: ignore[assignment]
        return spider.refused_hosts.get(host or "")

    async def _fetched_policy(self, origin: str) -> RobotsPolicy:
        url = f"{origin}/robots.txt"
        policy = await self._followed(url)
        spider: ArticleSpider = self._crawler.spider  # type: ignore[assignment]
        if policy.denied:
            spider.ledger.discovery_failed(url, policy.denied)
        self._slow_down(urlsplit(origin).hostname or "", policy.crawl_delay_seconds, spider.site.crawl.delay_seconds)
        return policy

    async def _followed(self, url: str) -> RobotsPolicy:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                request = Request(url, meta={"is_robots": True}, callback=NO_CALLBACK, dont_filter=True)
                response: Response = await self._crawler.engine.download_async(request)
            except Exception as error:  # any failure to get it: unreachable
                reason = f"robots.txt cannot be fetched ({type(error).__name__}), which forbids everything (RFC 9309)"
                return RobotsPolicy(denied=reason)
            location = response.headers.get("Location")
            if not (300 <= response.status < 400 and location):
                return robots_policy(response.status, response.body)
            target = fetch_address(location.decode("latin-1"), response.url, is_page=False)
            if target is None:
                return RobotsPolicy(denied="robots.txt redirects to no web address")
            url = target
        return RobotsPolicy()  # RFC 9309 2.3.1.2: more than five redirects may be taken as unavailable, that is 4xx

    def _slow_down(self, host: str, crawl_delay: float, own_delay: float) -> None:
        """Make the host's slot wait as long as robots.txt asks, where that is longer than the site file's delay."""
        if crawl_delay <= own_delay:
            return
        downloader = self._crawler.engine.downloader
        downloader.per_slot_settings[host] = {"delay": crawl_delay, "concurrency": 1}  # for a slot made later
        if host in downloader.slots:
            downloader.slots[host].delay = crawl_delay
