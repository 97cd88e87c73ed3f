"""Requests of many hosts in, the next for a host that can be asked now out, so that none holds up the others.

A request that waits at its host's door is one of Scrapy's CONCURRENT_REQUESTS. Sixteen for a host that rests for five
minutes would be all of them, and the crawl of every other host would stand still.
"""

import asyncio
from collections import Counter

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.pqueues import DownloaderAwarePriorityQueue

from spiders.guards.hosts import Hosts, is_closing, slot_name

# Beside those that are sent, so many a host wait at its door: the next goes out as soon as one comes back.
_AT_THE_DOOR = 1


class HostQueue(DownloaderAwarePriorityQueue):
    """Scrapy's queue of a queue for each host, except that a host which rests or has its share is passed over.

    Among the others the most urgent request goes first, and of equals that of the host that was served longest ago.
    """

    def __init__(self, crawler: Crawler, *arguments: object, **named: object) -> None:
        """Take the hosts from the crawl."""
        super().__init__(crawler, *arguments, **named)  # type: ignore[arg-type]
        self._crawler = crawler
        self._hosts = Hosts.of(crawler)
        self._wake_up: asyncio.TimerHandle | None = None

    def push(self, request: Request) -> None:
        """Put a request into its host's queue."""
        request.meta["download_slot"] = slot_name(request.url)
        super().push(request)

    def pop(self) -> Request | None:
        """Return the next request; None where none is left, or every host that has some must wait."""
        name = self._next_host()
        if name is None:
            return None
        queue = self.pqueues.pop(name)
        request = queue.pop()
        if len(queue):
            self.pqueues[name] = queue  # at the end: the others are first now
        else:
            queue.close()
        return request

    def peek(self) -> Request | None:
        """Return what `pop` would return, and leave it there."""
        name = self._next_host()
        return None if name is None else self.pqueues[name].peek()

    def _next_host(self) -> str | None:
        now = asyncio.get_running_loop().time()
        under_way = Counter(slot_name(request.url) for request in self._crawler.engine.downloader.active)
        ready: list[str] = []
        waits: list[float] = []
        for name in self.pqueues:
            host = self._hosts.named(name)
            wait = host.patience.wait_seconds(now)
            if wait and not host.patience.given_up:  # what is for one given up ends at its door, at once
                waits.append(wait)
            elif under_way[name] < host.concurrency + _AT_THE_DOOR:
                ready.append(name)
        if not ready and waits:
            self._look_again(min(waits))
        return min(ready, key=self._urgency, default=None)

    def _urgency(self, name: str) -> int:
        first = self.pqueues[name].curprio
        return first if first is not None else 0

    def _look_again(self, seconds: float) -> None:
        """Have the engine ask once the first pause is over; by itself it asks every five seconds."""
        if self._wake_up is not None:
            self._wake_up.cancel()
        self._wake_up = asyncio.get_running_loop().call_later(seconds, self._ask)

    def _ask(self) -> None:
        self._wake_up = None
        slot = self._crawler.engine._slot
        if slot is not None and not is_closing(self._crawler):
            slot.nextcall.schedule()
