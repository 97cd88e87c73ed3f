"""The hosts of one crawl: what each is known for, and the door through which its requests pass one after the other."""

import asyncio
from collections import deque
from typing import Self, cast
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from spiders.guards.host_patience import HostPatience

_LOOK_AGAIN_SECONDS = 0.5  # how soon those who wait notice that the crawl is being closed


class HostGivenUp(IgnoreRequest):
    """A request to a host that has failed too often in this run; it was not sent."""


class CrawlClosing(IgnoreRequest):
    """A request that was still waiting when the crawl was closed; it was not sent."""


class Host:
    """One host: its patience, and at most `concurrency` requests on the way to it at once."""

    def __init__(self, patience: HostPatience, concurrency: int) -> None:
        """Nobody is on the way yet."""
        self.patience = patience
        self.concurrency = concurrency
        self._sent_count = 0
        self._queue: deque[asyncio.Future[None]] = deque()

    async def enter(self, crawler: Crawler) -> None:
        """Return when the next request may be sent. Raises HostGivenUp or CrawlClosing where it never may."""
        loop = asyncio.get_running_loop()
        while True:
            if self.patience.given_up:
                raise HostGivenUp(self.patience.given_up)
            if is_closing(crawler):
                raise CrawlClosing("the crawl is being closed")
            wait = self.patience.wait_seconds(loop.time())
            most = 1 if self.patience.is_on_trial else self.concurrency
            if self._sent_count < most and not wait:
                self._sent_count += 1
                return
            if wait:
                await asyncio.sleep(min(wait, _LOOK_AGAIN_SECONDS))
            else:
                turn = loop.create_future()
                self._queue.append(turn)
                await asyncio.wait([turn], timeout=_LOOK_AGAIN_SECONDS)
                if not turn.done():
                    self._queue.remove(turn)

    def leave(self) -> None:
        """Let the next one in."""
        self._sent_count -= 1
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return


class Hosts:
    """Every host of one crawl by name, and those whose names led to addresses that must not be fetched."""

    def __init__(self, crawler: Crawler) -> None:
        """Take the numbers from the settings; see spiders/guards/addon.py for what they mean."""
        self._crawler = crawler
        self._hosts: dict[str, Host] = {}
        self.refused: dict[str, str] = {}  # host -> why it is not looked up

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the hosts of a crawl, the same for all who ask."""
        if crawler not in _of_crawlers:
            _of_crawlers[crawler] = cls(crawler)
        return cast("Self", _of_crawlers[crawler])

    def host(self, url: str) -> Host:
        """Return the host of an address; another port is another host."""
        return self.named(slot_name(url))

    def named(self, name: str) -> Host:
        """Return the host of a name as `slot_name` gives it."""
        if name not in self._hosts:
            settings = self._crawler.settings
            patience = HostPatience(
                base_delay=settings.getfloat("DOWNLOAD_DELAY"),
                max_delay=settings.getfloat("GUARDS_MAX_DELAY"),
                max_failures=settings.getint("GUARDS_MAX_FAILURES"),
                rest_seconds=settings.getfloat("GUARDS_REST_SECONDS"),
            )
            self._hosts[name] = Host(patience, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        return self._hosts[name]

    def apply_delay(self, url: str) -> None:
        """Make Scrapy's downloader wait between two requests to a host as long as its patience asks."""
        name = slot_name(url)
        delay = self.host(url).patience.delay
        downloader = self._crawler.engine.downloader
        # Scrapy drops a slot that was idle for a minute; the next one is made from these settings.
        downloader.per_slot_settings[name] = {**downloader.per_slot_settings.get(name, {}), "delay": delay}
        if name in downloader.slots:
            downloader.slots[name].delay = delay


_of_crawlers: WeakKeyDictionary[Crawler, Hosts] = WeakKeyDictionary()


def host_name(url: str) -> str:
    """Return the host of an address in lower case, as it is looked up."""
    return (urlsplit(url).hostname or "").lower()


def slot_name(url: str) -> str:
    """Return what Scrapy's downloader is to call the slot of an address: the host, with the port where one stands."""
    port = urlsplit(url).port
    return host_name(url) if port is None else f"{host_name(url)}:{port}"


def is_closing(crawler: Crawler) -> bool:
    """Return whether the engine has begun to close the spider: what still waits would only hold it up."""
    slot = getattr(crawler.engine, "_slot", None)
    return bool(slot is not None and slot.closing)
