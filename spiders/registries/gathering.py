"""Sources and mentions in; all that the file of answers knows of them, as records for the warehouse, out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spiders.registries.answer_cache import Answer, AnswerCache
from spiders.registries.wanted import known_of
from transforms.registry_answers import SEARCH, read_search
from transforms.resolved_sources import KeptWork, ResolvedSources, SourceAnswer, SourceWork, WorkCandidate
from transforms.study_mentions import Mention, scored, search_words
from transforms.work_matching import Lookup, Match, Wanted, lookups, matches, work_id
from transforms.works import KnownIds, Registry, Service, Work

ALL: frozenset[Registry] = frozenset({"crossref", "pubmed", "openalex"})
SEARCHED: tuple[Registry, ...] = ("openalex", "crossref")  # both take words; PubMed wants its own query language
_NO_WAY: Mapping[Registry, str] = {
    "pubmed": "no registry that answered knows a PMID of it",
    "crossref": "no registry that answered knows a DOI of it",
    "openalex": "it was not asked",
}


@dataclass(frozen=True, slots=True)
class _Told:
    lookup: Lookup
    answer: Answer


def resolved_sources(sources: Iterable[Wanted], mentions: Iterable[Mention], cache: AnswerCache) -> ResolvedSources:
    """Return every work, match, answer and candidate that the answers hold, whichever run got them."""
    works: dict[str, Work] = {}
    found_matches: list[SourceWork] = []
    answers: list[SourceAnswer] = []
    for source in sources:
        known = known_of(source, cache, ALL)
        found = matches(source, known, ALL)
        works.update({work_id(match.work): match.work for match in found})
        found_matches += [_source_work(match) for match in found]
        told = [_Told(one, answer) for one in lookups(source, known, ALL) if (answer := cache.find(one))]
        answers += [one for registry in sorted(ALL) if (one := _source_answer(source, registry, told, known, found))]
    return ResolvedSources(
        works=tuple(KeptWork(work_id=key, work=works[key]) for key in sorted(works)),
        source_works=tuple(sorted(found_matches, key=lambda one: (one.source_id, one.work_id))),
        source_answers=tuple(sorted(answers, key=lambda one: (one.source_id, one.registry))),
        work_candidates=tuple(_candidates(mentions, cache)),
    )


def searches(mentions: Iterable[Mention], registries: frozenset[Registry]) -> list[Lookup]:
    """Return the searches for mentions, each once."""
    wanted = [
        Lookup(registry, SEARCH, search_words(mention))
        for mention in mentions
        for registry in SEARCHED
        if registry in registries
    ]
    return list(dict.fromkeys(wanted))


def _source_work(match: Match) -> SourceWork:
    return SourceWork(
        source_id=match.source_id,
        work_id=work_id(match.work),
        registry=match.work.registry,
        method=match.method,
        score=match.score,
        is_checked_back=match.is_checked_back,
    )


def _source_answer(
    source: Wanted,
    registry: Registry,
    told: list[_Told],
    known: Mapping[Lookup, Work | KnownIds | None],
    found: list[Match],
) -> SourceAnswer | None:
    """The last status of a source in a registry: its own answers, or else those that could have led to it."""
    own = [one for one in told if one.lookup.service == registry]
    leading = own or [one for one in told if one.lookup.service in _ways_to(registry)]
    if not leading:
        return None
    last = max(leading, key=lambda one: one.answer.fetched_at).answer
    retries = [one.answer.next_try_at for one in leading if one.answer.next_try_at is not None]
    is_found = any(match.work.registry == registry for match in found)
    has_failed = any(one.answer.status == "failed" for one in leading)
    unread = any(one.answer.status == "found" and known.get(one.lookup) is None for one in own)
    failure = next((one.answer.reason for one in leading if one.answer.status == "failed"), None)
    return SourceAnswer(
        source_id=source.source_id,
        registry=registry,
        status="found" if is_found else "failed" if has_failed or unread else "not_found",
        http_status=last.http_status if own else None,
        reason=None
        if is_found
        else failure
        or ("the record cannot be read" if unread else None)
        or (last.reason if own else _NO_WAY[registry]),
        asked_at=last.fetched_at,
        next_try_at=None if is_found or not retries else min(retries),
    )


def _ways_to(registry: Registry) -> tuple[Service, ...]:
    """The services whose answers name the identifier by which a registry is asked."""
    by_registry: Mapping[Registry, tuple[Service, ...]] = {
        "pubmed": ("idconv",),  # it is asked where OpenAlex names none
        "crossref": ("pubmed", "openalex", "idconv"),
        "openalex": (),
    }
    return by_registry[registry]


def _candidates(mentions: Iterable[Mention], cache: AnswerCache) -> Iterator[WorkCandidate]:
    """The candidates of each mention and registry; where a citation is for several claims, the best fit counts."""
    best: dict[tuple[str, Registry], list[WorkCandidate]] = {}
    for mention in mentions:
        query = search_words(mention)
        for registry in SEARCHED:
            answer = cache.find(Lookup(registry, SEARCH, query))
            if answer is None or answer.record is None:
                continue
            ranked = scored(mention, read_search(registry, answer.record))
            listed = [
                WorkCandidate(
                    citation_id=mention.citation_id,
                    registry=registry,
                    method="title_search",
                    rank=rank,
                    score=score,
                    query=query,
                    registry_id=work.registry_id,
                    doi=work.doi,
                    pmid=work.pmid,
                    title=work.title,
                    year=work.year,
                    asked_at=answer.fetched_at,
                )
                for rank, (score, work) in enumerate(ranked, start=1)
            ]
            key = (mention.citation_id, registry)
            if listed and (key not in best or listed[0].score > best[key][0].score):
                best[key] = listed
    for key in sorted(best):
        yield from best[key]
