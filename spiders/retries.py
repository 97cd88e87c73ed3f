"""A failed response or connection in, another try out, after as long as the server asks; in the end the failure."""

import asyncio
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

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

if TYPE_CHECKING:
    from spiders.article_spider import ArticleSpider

RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
RETRIED_FAILURES = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
MAX_TRIES = 3
# Whoever asks for more than two minutes is asking us to come back another day: the answer stands.
MAX_WAIT_SECONDS = 120.0
# After so many addresses in a row that failed to the end, the site is down: more requests would only harm it.
MAX_FAILURES_IN_A_ROW = 10


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
    """Downloader middleware next to the downloader: what passes it is each address's final answer."""

    def __init__(self, crawler: Crawler) -> None:
        """Take the pace from the site file: the first wait is five times its delay, the second ten times."""
        self._crawler = crawler
        self._spider: ArticleSpider = crawler.spider  # type: ignore[assignment]
        self._first_wait = max(5 * self._spider.site.crawl.delay_seconds, 0.05)
        self._paused_until = 0.0  # on the loop's clock: a host that asks for a pause gets it for every request
        self._failures_in_a_row = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold the request while the site has asked for a pause."""
        await asyncio.sleep(max(self._paused_until - asyncio.get_running_loop().time(), 0))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or the request for another try after the wait."""
        if response.status not in RETRIED_STATUSES:
            self._failures_in_a_row = 0
            return response
        header = response.headers.get("Retry-After")
        asked = retry_after_seconds(header.decode("latin-1") if header else None, datetime.now(UTC))
        again = self._again(request, asked)
        return again or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the request for another try, or None to let the failure stand."""
        host = urlsplit(request.url).hostname
        if not isinstance(exception, RETRIED_FAILURES) or host in self._spider.refused_hosts:
            return None
        return self._again(request, None)

    def _again(self, request: Request, asked: float | None) -> Request | None:
        tries = request.meta.get("tries", 1)
        wait = self._first_wait * 2 ** (tries - 1) * random.uniform(0.8, 1.2)  # noqa: S311 (spreads load, no secret)
        if asked is not None:
            wait = asked
        if tries >= MAX_TRIES or wait > MAX_WAIT_SECONDS:
            self._count_failure(request)
            return None
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + wait)
        self._spider.ledger.retry_count += 1
        return request.replace(
            meta={**request.meta, "tries": tries + 1}, dont_filter=True, priority=request.priority + 1
        )

    def _count_failure(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        self._failures_in_a_row += 1
        if self._failures_in_a_row == MAX_FAILURES_IN_A_ROW:
            self._spider.stop("site_failing")
