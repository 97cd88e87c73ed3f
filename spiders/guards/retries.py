"""A failed response or connection in, another try out, after as long as the server asks; in the end the failure.

Each host is treated by itself: a pause, a longer delay or giving up on one leaves the others as they are.
"""

import asyncio
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from spiders.guards import signals
from spiders.guards.hosts import Host, Hosts, host_name, slot_name

RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
RETRIED_FAILURES = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
_ENTERED = "guards_entered"


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """Return how long a Retry-After header (seconds or an HTTP date) asks to wait; None for none or nonsense."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        date = parsedate_to_datetime(text)
        return max((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None


class RetryMiddleware:
    """Downloader middleware next to the downloader: what passes it is each address's final answer.

    `request.meta["tries"]` counts; `request.meta["is_robots"]` marks what is no page and condemns no host.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Take the pace from the settings: the first wait is five times DOWNLOAD_DELAY, the second ten times."""
        self._crawler = crawler
        self._hosts = Hosts.of(crawler)
        settings = crawler.settings
        self._max_tries = settings.getint("GUARDS_MAX_TRIES")
        self._max_wait = settings.getfloat("GUARDS_MAX_WAIT")
        self._first_wait = max(5 * settings.getfloat("DOWNLOAD_DELAY"), 0.05)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold the request until its host may be asked. Raises HostGivenUp or CrawlClosing."""
        request.meta.pop(_ENTERED, None)  # another try of a request that went through once
        request.meta["download_slot"] = slot_name(request.url)
        await self._hosts.host(request.url).enter(self._crawler)
        request.meta[_ENTERED] = True

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or the request for another try after the wait."""
        host = self._left(request)
        if response.status not in RETRIED_STATUSES:
            host.patience.answered(request.meta.get("download_latency", 0.0))
            self._hosts.apply_delay(request.url)
            return response
        header = response.headers.get("Retry-After")
        asked = retry_after_seconds(header.decode("latin-1") if header else None, datetime.now(UTC))
        return self._again(request, host, asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the request for another try, or None to let the failure stand."""
        host = self._left(request)
        if not isinstance(exception, RETRIED_FAILURES) or host_name(request.url) in self._hosts.refused:
            return None
        return self._again(request, host, None)

    def _left(self, request: Request) -> Host:
        host = self._hosts.host(request.url)
        if request.meta.pop(_ENTERED, False):
            host.leave()
        return host

    def _again(self, request: Request, host: Host, asked: float | None) -> Request | None:
        now = asyncio.get_running_loop().time()
        tries = request.meta.get("tries", 1)
        wait = self._first_wait * 2 ** (tries - 1) * random.uniform(0.8, 1.2)  # noqa: S311 (spreads load, no secret)
        if asked is not None:
            wait = asked
        host.patience.troubled()
        self._hosts.apply_delay(request.url)
        # Whoever asks for a longer pause than the longest is asking us to come back another day: the answer stands, and
        # the host is spared as long as we would wait for anyone.
        host.patience.asked_for_pause(now, min(wait, self._max_wait))
        if tries >= self._max_tries or wait > self._max_wait:
            if not request.meta.get("is_robots"):
                self._failed(request, host, now)
            return None
        self._crawler.signals.send_catch_log(signals.request_retried, request=request, wait_seconds=wait)
        return request.replace(
            meta={**request.meta, "tries": tries + 1}, dont_filter=True, priority=request.priority + 1
        )

    def _failed(self, request: Request, host: Host, now: float) -> None:
        was_given_up = host.patience.given_up
        host.patience.failed(now)
        if host.patience.given_up and not was_given_up:
            name = slot_name(request.url)
            self._crawler.signals.send_catch_log(signals.host_given_up, host=name, reason=host.patience.given_up)
