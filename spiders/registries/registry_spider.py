"""A list of what is wanted in; the answers of the registries in the file of answers, and a summary, out."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, get_args

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.failures import outcome_of
from spiders.guards.addresses import AddressBlocked
from spiders.guards.hosts import CrawlClosing, HostGivenUp, Hosts, is_closing
from spiders.registries.answer_cache import AnswerCache, only_asker
from spiders.registries.asking import Reply, ServiceAsker, ServiceLeft
from spiders.registries.keys import WithoutKeys, without_keys
from spiders.registries.questions import Question, questions, unaskable
from spiders.registries.registry_file import SERVICES, Registries, contact_mail, load_registries
from spiders.registries.resolving import Resolved, progress_line, resolved_json
from spiders.registries.wanted import MOST_STEPS, Due, due_lookups, read_wanted
from spiders.responses import header_text
from spiders.user_agent import introduction
from transforms.work_matching import Lookup, Wanted
from transforms.works import Registry, Service

ARGUMENTS = "wanted, cache, registries (all needed), limit, retry_failed"
# NCBI counts all its services together, and an answer of one is what the other is asked about: one worker for both.
WORKERS: tuple[tuple[Service, ...], ...] = (("crossref",), ("openalex",), ("pubmed", "idconv"))


class RegistrySpider(Spider):
    """Asks registries: `scrapy crawl registries -a wanted=… -a cache=… -a registries=crossref,pubmed,openalex`."""

    name = "registries"

    def __init__(
        self, wanted: Path, cache: Path, registries: frozenset[Registry], limit: int | None, retry_failed: bool
    ) -> None:
        """Read what is wanted and take the right to ask. Raises CacheUnusable, OSError or RegistryFileError."""
        super().__init__()
        self._places: Registries = load_registries()
        self._mail = contact_mail()
        self._sources, self._searches = read_wanted(wanted)
        self._registries = registries
        self._limit = limit
        self._held = ExitStack()
        self._held.enter_context(only_asker(cache))
        self._cache = AnswerCache(cache)
        self._due = Due(datetime.now(UTC), retry_failed)
        asking = self._places.asking
        self._askers = {
            name: ServiceAsker(asking, self._cache, self._ask, lambda: datetime.now(UTC)) for name in SERVICES
        }
        self._totals: dict[Service, int] = dict.fromkeys(SERVICES, 0)
        self._stop_reason: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider for its `-a` arguments; every error is told before any request."""
        names = ("wanted", "cache", "registries", "limit", "retry_failed")
        wanted, cache, registries, limit, retry_failed = (kwargs.get(name) for name in names)
        listed = set(str(registries or "").split(","))
        chosen: frozenset[Registry] = frozenset(name for name in get_args(Registry) if name in listed)
        if not wanted or not cache or set(kwargs) - set(names) or listed != chosen:
            raise ValueError(f"the arguments are {ARGUMENTS}; found {', '.join(kwargs) or 'none'}")
        spider = cls(Path(wanted), Path(cache), chosen, int(limit) if limit else None, bool(retry_failed))
        for name, value in _settings(spider._places, spider._mail).items():
            crawler.settings.set(name, value, priority="spider")
        # What has an API is asked by its terms, which its documentation states; robots.txt speaks to crawlers of pages.
        for middleware in ("spiders.guards.robots.RobotsMiddleware", "spiders.archive.ArchiveMiddleware"):
            crawler.settings["DOWNLOADER_MIDDLEWARES"].set(middleware, None, priority="spider")
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask everything; nothing is left for the scheduler."""
        for handler in logging.root.handlers:  # Scrapy makes them anew once the settings are complete
            handler.addFilter(WithoutKeys(self._places.keys))
        for place in self._places.places.values():
            host = Hosts.of(self.crawler).host(place.base)
            host.patience.slow_down(place.delay_seconds)
            Hosts.of(self.crawler).apply_delay(place.base)
        try:
            await self._resolve()
        except Exception as error:  # what was kept is kept; as on a full disk, nothing more can be
            self._stop_reason = f"the answers cannot be kept: {type(error).__name__}: {error}"
            self.logger.error("%s", self._stop_reason)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def closed(self, reason: str) -> None:
        """Close the file and print the summary as the last line of stdout."""
        self._cache.close()
        self._held.close()
        tallies = {name: asker.tally for name, asker in self._askers.items()}
        sys.stdout.write(resolved_json(Resolved(finish_reason=self._stop_reason or reason, services=tallies)) + "\n")
        sys.stdout.flush()

    async def _resolve(self) -> None:
        """Ask what is due, then what the answers lead to, until nothing is left to ask."""
        sources = self._chosen_sources()
        searches = [one for one in self._searches if self._due.is_due(one, self._cache)]
        if self._limit is not None:
            searches = searches[: max(0, self._limit - len(sources))]
        for _ in range(MOST_STEPS):
            wanted: dict[Lookup, None] = dict.fromkeys(searches)
            for source in sources:
                wanted.update(dict.fromkeys(due_lookups(source, self._cache, self._registries, self._due)))
            if not wanted or is_closing(self.crawler):
                return
            searches = []
            ended = await asyncio.gather(
                *(self._work_on(worker, list(wanted)) for worker in WORKERS), return_exceptions=True
            )
            for error in ended:
                if error is not None:
                    raise error

    def _chosen_sources(self) -> list[Wanted]:
        """The sources of which something is to be asked, as many as the limit allows."""
        chosen: list[Wanted] = []
        for source in self._sources:
            if self._limit is not None and len(chosen) >= self._limit:
                break
            if next(due_lookups(source, self._cache, self._registries, self._due), None):
                chosen.append(source)
        return chosen

    async def _work_on(self, worker: tuple[Service, ...], wanted: list[Lookup]) -> None:
        for service in worker:
            await self._ask_all(service, [one for one in wanted if one.service == service])

    async def _ask_all(self, service: Service, wanted: list[Lookup]) -> None:
        asker = self._askers[service]
        self._totals[service] += len(wanted)
        if asker.tally.stopped:
            asker.tally.not_asked += len(wanted)
            return
        askable = []
        for lookup in wanted:
            if reason := unaskable(lookup):
                asker.keep_unasked(lookup, reason)
                self._due.asked([lookup])
            else:
                askable.append(lookup)
        for question in questions(askable, self._places.places[service], self._places.asking.max_url_characters):
            try:
                await asker.put(question)
                self._tell_progress(service)
            except ServiceLeft as error:
                tally = asker.tally
                self._due.asked(self._answered(question))
                tally.stopped = str(error)
                tally.not_asked = self._totals[service] - tally.found - tally.not_found - tally.failed
                self._due.leave(service)
                self.logger.warning("%s is left alone for this run: %s", service, error)
                return
            self._due.asked(question.lookups)

    def _answered(self, question: Question) -> Iterable[Lookup]:
        """Of a question that was cut short, what was answered all the same: it was asked in halves."""
        return [one for one in question.lookups if not self._due.is_due(one, self._cache)]

    def _tell_progress(self, service: Service) -> None:
        tally = self._askers[service].tally
        try:
            sys.stderr.write(progress_line(service, tally, self._totals[service]) + "\n")
            sys.stderr.flush()
        except BrokenPipeError as error:  # whoever started us was killed: then nobody wants to know
            raise ServiceLeft("nobody listens any more") from error

    async def _ask(self, question: Question, page: int, record_count: int) -> Reply:
        url = question.url(self._mail, page, record_count)
        request = Request(url, headers=question.headers, callback=NO_CALLBACK, dont_filter=True)
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except (HostGivenUp, CrawlClosing, AddressBlocked) as error:
            return Reply(None, reason=str(error), is_asked=False)
        except Exception as error:  # whatever ends a request has its words in spiders.failures
            return Reply(None, reason=without_keys(outcome_of(error, {}, url)[1], self._places.keys))
        return Reply(response.status, response.body, retry_after=header_text(response, "Retry-After"))


def _settings(registries: Registries, mail: str) -> Mapping[str, object]:
    """The guards' settings for services that are asked; each host's own delay is set when asking begins."""
    asking = registries.asking
    return {
        "USER_AGENT": introduction(f"mailto:{mail}"),
        "DEFAULT_REQUEST_HEADERS": {"Accept": "application/json, text/xml;q=0.9, */*;q=0.1"},
        "COMPRESSION_ENABLED": True,
        "DOWNLOAD_DELAY": min(place.delay_seconds for place in registries.places.values()),
        "DOWNLOAD_TIMEOUT": asking.timeout_seconds,
        "GUARDS_ADDRESSES": "loopback" if registries.is_on_loopback else "public",
        "GUARDS_MAX_TRIES": asking.max_tries,
        "GUARDS_MAX_WAIT": asking.max_wait_seconds,
        "GUARDS_MAX_FAILURES": asking.max_unusable,
        "GUARDS_REST_SECONDS": asking.rest_seconds,
    }
