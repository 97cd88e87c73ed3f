"""A service's question in; what to keep of the answer, and whether to go on asking that service, out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from spiders.guards.retries import RETRIED_STATUSES, retry_after_seconds
from spiders.registries.answer_cache import Answer, AnswerCache, failed, found, not_found
from spiders.registries.questions import Question
from spiders.registries.registry_file import Asking
from transforms.registry_answers import found_items
from transforms.work_matching import Lookup
from transforms.works import UnreadableAnswer

MOST_PAGES = 20
# A question that a service does not take: one of several identifiers may be to blame.
_REFUSED = frozenset({400, 413, 414, 422})
# Not the question but we are refused: a wrong key, a block, a budget that is spent.
_TURNED_AWAY = frozenset({401, 402, 403, 429})


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request came to. Without a status nobody answered, and `reason` says why; `is_asked` False: not sent."""

    status: int | None
    body: bytes = b""
    reason: str = ""
    retry_after: str | None = None
    is_asked: bool = True


class Ask(Protocol):
    """Sends a question past the guards; `page` counts from 1, `record_count` is how many records came before it."""

    def __call__(self, question: Question, page: int, record_count: int) -> Awaitable[Reply]:
        """Return the reply; never raises for what a server does."""
        ...


class ServiceLeft(Exception):
    """A service is not asked any more in this run; the message says why."""


@dataclass(slots=True)
class Tally:
    """What came of one service's lookups in this run, counted; `stopped` says why it was left, if it was."""

    found: int = 0
    not_found: int = 0
    failed: int = 0
    not_asked: int = 0
    requests: int = 0
    stopped: str | None = None


class ServiceAsker:
    """Asks one service, one request after the other, and keeps each answer before the next question."""

    def __init__(self, asking: Asking, cache: AnswerCache, ask: Ask, clock: Callable[[], datetime]) -> None:
        """Nothing was asked yet."""
        self._asking = asking
        self._cache = cache
        self._ask = ask
        self._clock = clock
        self._unusable_in_a_row = 0
        self.tally = Tally()

    async def put(self, question: Question) -> None:
        """Ask one question and keep what came. Raises ServiceLeft where the service should be left alone."""
        found_records: dict[Lookup, str] = {}
        status, record_count = 200, 0
        for page in range(1, MOST_PAGES + 1):
            reply = await self._ask(question, page, record_count)
            if not reply.is_asked:
                raise ServiceLeft(reply.reason)
            self.tally.requests += 1
            if reply.status != 200:
                return await self._not_answered(question, reply)
            status = reply.status
            try:
                records, count, total = found_items(question.place.name, question.lookups, reply.body)
            except UnreadableAnswer as error:
                return self._unusable(question, status, str(error))
            found_records = {**records, **found_records}
            record_count += count
            if not count or record_count >= total or len(found_records) == len(question.lookups):
                break
        self._unusable_in_a_row = 0
        now = self._clock()
        self._keep(
            [
                (
                    lookup,
                    found(found_records[lookup], now, status)
                    if lookup in found_records
                    else not_found(now, status, None, self._asking),
                )
                for lookup in question.lookups
            ]
        )

    def keep_unasked(self, lookup: Lookup, reason: str) -> None:
        """Keep that a lookup cannot be asked at all."""
        self._keep([(lookup, not_found(self._clock(), None, reason, self._asking))])

    async def _not_answered(self, question: Question, reply: Reply) -> None:
        status, count = reply.status, len(question.lookups)
        if status in _REFUSED and count > 1:
            for half in question.halves():
                await self.put(half)
            return
        # Crossref says 404 to a DOI that it has not; PubMed says 400 to a list of ids of which it knows none.
        # Any other 404 is a service that has moved: then nothing is known of the identifiers.
        if (status == 404 and question.is_single) or (status == 400 and question.place.name in ("pubmed", "idconv")):
            now = self._clock()
            self._keep([(one, not_found(now, status, None, self._asking)) for one in question.lookups])
            return
        pause = retry_after_seconds(reply.retry_after, datetime.now(UTC)) or 0.0
        if status in _TURNED_AWAY:
            asked = f" and asks us to come back in {pause:,.0f} seconds" if pause else ""
            self._fail(question, status, f"it answered {status}{asked}", pause)
            raise ServiceLeft(f"it answered {status}{asked}")
        if status is None or status in RETRIED_STATUSES:  # the guards count these, and let the host rest
            self._fail(question, status, reply.reason or f"it answered {status}", pause)
        else:
            self._unusable(question, status, f"it answered {status}")

    def _unusable(self, question: Question, status: int | None, reason: str) -> None:
        self._fail(question, status, reason, 0.0)
        self._unusable_in_a_row += 1
        if self._unusable_in_a_row >= self._asking.max_unusable:
            raise ServiceLeft(f"{self._unusable_in_a_row} answers in a row were of no use: {reason}")

    def _fail(self, question: Question, status: int | None, reason: str, pause: float) -> None:
        now = self._clock()
        self._keep(
            [(one, failed(now, status, reason, self._cache.find(one), self._asking, pause)) for one in question.lookups]
        )

    def _keep(self, answers: list[tuple[Lookup, Answer]]) -> None:
        self._cache.keep(answers)
        for _, answer in answers:
            setattr(self.tally, answer.status, getattr(self.tally, answer.status) + 1)
