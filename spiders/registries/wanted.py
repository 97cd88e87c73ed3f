"""Sources in; a file for the process that asks out, and the other way round: what is wanted and what is due of it."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from spiders.registries.answer_cache import AnswerCache
from transforms.registry_answers import SEARCH, read_item
from transforms.work_matching import Answers, Lookup, Wanted, lookups
from transforms.works import KnownIds, Registry, Work

# From a source's identifier over OpenAlex and the id converter to PubMed and on to Crossref are four steps.
MOST_STEPS = 6


def write_wanted(sources: Iterable[Wanted], searches: Iterable[Lookup], path: Path) -> None:
    """Write what is wanted, one JSON list a line."""
    with path.open("w", encoding="utf-8") as file:
        for source in sources:
            file.write(json.dumps(["source", source.source_id, source.scheme, source.value]) + "\n")
        for search in searches:
            file.write(json.dumps([SEARCH, search.service, search.scheme, search.value]) + "\n")


def read_wanted(path: Path) -> tuple[list[Wanted], list[Lookup]]:
    """Return what is wanted: sources, and searches for mentions."""
    sources, searches = [], []
    with path.open(encoding="utf-8") as file:
        for kind, first, second, third in map(json.loads, file):
            if kind == SEARCH:
                searches.append(Lookup(first, second, third))
            else:
                sources.append(Wanted(first, second, third))
    return sources, searches


def known_of(
    source: Wanted, cache: AnswerCache, registries: frozenset[Registry], due: "Due | None" = None
) -> dict[Lookup, Work | KnownIds | None]:
    """Return what the cache knows of a source, lookup by lookup as one leads to the next.

    With `due`, what is to be asked again is left out, so that `lookups` says what to ask; without it, what was never
    asked counts as not known, so that nothing is hidden behind it.
    """
    known: dict[Lookup, Work | KnownIds | None] = {}
    for _ in range(MOST_STEPS):
        fresh = [one for one in lookups(source, known, registries) if one not in known]
        before = len(known)
        for lookup in fresh:
            answer = cache.find(lookup)
            if answer is None or (due is not None and due.is_due(lookup, cache)):
                if due is None or due.given_up(lookup):
                    known[lookup] = None  # nobody tells, or none will in this run: the next way is tried
                continue
            known[lookup] = read_item(lookup.service, answer.record) if answer.record is not None else None
        if len(known) == before:
            break
    return known


class Due:
    """What is to be asked in this run: never asked, or it is time again; and nothing twice."""

    def __init__(self, now: datetime, retry_failed: bool) -> None:
        """Nothing was asked yet."""
        self._now = now
        self._retry_failed = retry_failed
        self._asked: set[Lookup] = set()
        self._left: set[str] = set()

    def is_due(self, lookup: Lookup, cache: AnswerCache) -> bool:
        """Return whether a lookup is to be asked now."""
        if lookup in self._asked:
            return False
        answer = cache.find(lookup)
        return answer is None or answer.is_due(self._now, self._retry_failed)

    def given_up(self, lookup: Lookup) -> bool:
        """Return whether a lookup will not be answered in this run: its service was left before it came to it."""
        return lookup.service in self._left and lookup not in self._asked

    def asked(self, asked: Iterable[Lookup]) -> None:
        """Note what was asked."""
        self._asked.update(asked)

    def leave(self, service: str) -> None:
        """Note that a service is not asked any more."""
        self._left.add(service)


def due_lookups(source: Wanted, cache: AnswerCache, registries: frozenset[Registry], due: Due) -> Iterator[Lookup]:
    """Yield what is to be asked of a source now; what its answers lead to is due once they are there."""
    known: Answers = known_of(source, cache, registries, due)
    for lookup in lookups(source, known, registries):
        if lookup not in known and not due.given_up(lookup) and due.is_due(lookup, cache):
            yield lookup
