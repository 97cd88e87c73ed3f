"""A robots.txt response in, what it lets us fetch out, as RFC 9309 has it: when in doubt, nothing.

Scrapy's own middleware fetches everything when robots.txt answers 503 or not at all; RFC 9309 2.3.1.4 says nothing.
"""

import asyncio
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.guards import signals
from spiders.guards.addresses import AddressBlocked
from spiders.guards.failure_words import failure_words
from spiders.guards.hosts import CrawlClosing, HostGivenUp, Hosts, host_name

MAX_REDIRECTS = 5  # RFC 9309 2.3.1.2
MAX_ROBOTS_BYTES = 512 * 2**10  # RFC 9309 2.5 asks for at least 500 KiB


class RobotsDenied(IgnoreRequest):
    """A request that robots.txt, or its failure, forbids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsPolicy:
    """What a host's robots.txt says: `rules`, or where there are none, `denied` with the reason or None for all."""

    rules: Protego | None = None
    denied: str | None = None

    def refusal(self, url: str, robots_name: str) -> str | None:
        """Return why `url` may not be fetched by the crawler of this name; None where it may."""
        if self.rules is None:
            return self.denied
        return None if self.rules.can_fetch(url, robots_name) else "robots.txt disallows it"

    def crawl_delay_seconds(self, robots_name: str) -> float:
        """Return the Crawl-delay for the crawler of this name, 0 where there is none."""
        delay = self.rules.crawl_delay(robots_name) if self.rules else None
        return max(float(delay or 0), 0.0)


def robots_policy(status: int, body: bytes) -> RobotsPolicy:
    """Return the policy for a robots.txt response, redirects followed already.

    2xx: its rules; a web page in its place has none. 4xx: everything is allowed (RFC 9309 2.3.1.3), except 429, which
    says that the host is overloaded. All else: nothing is allowed (2.3.1.4).
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
        """Take the engine and the settings from the crawler."""
        self._crawler = crawler
        self._hosts = Hosts.of(crawler)
        self._name = str(crawler.settings.get("GUARDS_ROBOTS_NAME") or crawler.settings.get("BOT_NAME"))
        self._max_crawl_delay = crawler.settings.getfloat("GUARDS_MAX_CRAWL_DELAY")
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
        if refused := self._hosts.refused.get(host_name(request.url)):
            raise AddressBlocked(refused)  # not the robots.txt but the guard is why there is no page
        if reason := policy.refusal(request.url, self._name):
            raise RobotsDenied(reason)

    async def _fetched_policy(self, origin: str) -> RobotsPolicy:
        url = f"{origin}/robots.txt"
        policy = await self._followed(url)
        delay = policy.crawl_delay_seconds(self._name)
        if delay > self._max_crawl_delay:
            # at the pace it asks for, a run would see next to nothing; to go faster would break its word
            policy = RobotsPolicy(denied=f"robots.txt asks for {delay:g} seconds between requests, which is too slow")
        elif delay:
            self._hosts.host(url).patience.slow_down(delay)
            self._hosts.apply_delay(url)
        self._crawler.signals.send_catch_log(signals.robots_read, url=url, policy=policy)
        if policy.denied:
            self._crawler.signals.send_catch_log(signals.robots_failed, url=url, reason=policy.denied)
        return policy

    async def _followed(self, url: str) -> RobotsPolicy:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                request = Request(url, meta={"is_robots": True}, callback=NO_CALLBACK, dont_filter=True)
                response: Response = await self._crawler.engine.download_async(request)
            except (HostGivenUp, CrawlClosing):
                raise  # nobody was asked; the same holds for the page that waits for this
            except Exception as error:  # any failure to get it: unreachable
                # RFC 9309 2.3.1.4: that forbids everything
                return RobotsPolicy(denied=f"robots.txt cannot be fetched: {failure_words(error)}")
            location = response.headers.get("Location")
            if not (300 <= response.status < 400 and location):
                return robots_policy(response.status, response.body)
            try:
                url = urljoin(response.url, location.decode("latin-1"))
            except ValueError:
                url = ""
            if not url.startswith(("http://", "https://")):
                return RobotsPolicy(denied="robots.txt redirects to no web address")
        return RobotsPolicy()  # RFC 9309 2.3.1.2: more than five redirects may be taken as unavailable, that is 4xx
