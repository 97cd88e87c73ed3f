"""Addresses as they are found in, those to fetch out, each once; and at the end why the others were not fetched."""

from collections.abc import Iterator

from spiders.page_addresses import address_key
from spiders.site_config import Crawl
from spiders.traps import ShapeBudgets, trap_reason
from spiders.waiting import ENDED_FIRST, NO_BUDGET

# More addresses than this are a trap or another kind of crawl: each costs some 300 bytes of memory for the whole run.
MAX_FOUND = 500_000


class Frontier:
    """Every page address of one run, and whether it waits, has ended, or lies beyond a limit of the site file."""

    def __init__(self, crawl: Crawl) -> None:
        """Take `max_pages` (new pages in this run) and `max_depth` (links away from the start) from the site file."""
        self._max_pages = crawl.max_pages
        self._max_depth = crawl.max_depth
        self._new_count = 0
        self._seen: set[str] = set()
        self._waiting: dict[str, bool] = {}  # address -> whether it is free
        self.free_waiting_count = 0  # start pages and known pages that are requested and have not ended
        self._beyond: dict[str, tuple[str, str]] = {}  # key -> (address, why)
        self._shapes = ShapeBudgets()
        self.overflow_count = 0  # findings of addresses when there were too many; the ledger tells of them

    def admit(self, url: str, depth: int, *, is_free: bool = False) -> bool:
        """Return whether to request `url` now; a second time, under any spelling of it, the answer is no.

        `is_free`: start pages and pages known from earlier runs are always admitted and do not count, else a
        monitored site that has reached `max_pages` would never show a new article, or never that one is gone.
        """
        key = address_key(url)
        if key in self._seen:
            return False
        why = None if is_free else self._limit(url, depth)
        if why:
            if len(self._seen) + len(self._beyond) < MAX_FOUND:
                self._beyond.setdefault(key, (url, why))
            elif key not in self._beyond:
                self.overflow_count += 1
            return False
        self._beyond.pop(key, None)  # found again on a shorter way
        self._seen.add(key)
        self._waiting[url] = is_free
        self._new_count += not is_free
        self.free_waiting_count += is_free
        return True

    def is_met(self, url: str) -> bool:
        """Return whether an address was requested or has ended, under any spelling of it."""
        return address_key(url) in self._seen

    def refuse(self, url: str) -> bool:
        """Mark an address that ends without a request; return False where it was met before."""
        key = address_key(url)
        if key in self._seen:
            return False
        self._seen.add(key)
        self._beyond.pop(key, None)
        return True

    def end(self, url: str) -> bool:
        """Mark a requested address as ended; return False where it had ended before, so that nothing counts twice."""
        is_free = self._waiting.pop(url, None)
        if is_free is None:
            return False
        self.free_waiting_count -= is_free
        return True

    def why_beyond(self, url: str) -> str | None:
        """Return which limit an address lies beyond; None where it lies beyond none, or there are too many of them."""
        return self._beyond.get(address_key(url), (url, None))[1]

    @property
    def beyond_count(self) -> int:
        """How many addresses were found and lie beyond a limit."""
        return len(self._beyond)

    @property
    def waiting_count(self) -> int:
        """How many addresses are requested and have not ended."""
        return len(self._waiting)

    def unfetched(self, finish_reason: str) -> Iterator[tuple[str, str]]:
        """Yield each address that was found and not fetched, with the reason, once the crawl is over."""
        yield from self._beyond.values()
        for url in self._waiting:
            yield url, f"{ENDED_FIRST}: {finish_reason}"

    def _limit(self, url: str, depth: int) -> str | None:
        if depth > self._max_depth:
            return f"more than {self._max_depth} links away from the start (max_depth)"
        if trap := trap_reason(url):
            return trap
        if self._new_count >= self._max_pages:
            return f"{self._max_pages} new pages were requested already {NO_BUDGET}"
        return self._shapes.refusal(url)
