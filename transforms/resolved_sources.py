"""The records of `claimtrace resolve`: works, their matches with sources, the answers, and candidates for mentions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from transforms.work_matching import Method
from transforms.works import Registry, Work

AnswerStatus = Literal["found", "not_found", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWork:
    """A work under its id."""

    work_id: str
    work: Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWork:
    """A source and a work that it was matched with; see `transforms.work_matching.Match`."""

    source_id: str
    work_id: str
    registry: Registry
    method: Method
    score: float
    is_checked_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnswer:
    """What came of asking a registry for a source, the last time. `next_try_at` is None where it is not asked again.

    `not_found` has the reason that a registry could not be asked at all, such as an id that no other registry maps.
    """

    source_id: str
    registry: Registry
    status: AnswerStatus
    http_status: int | None
    reason: str | None
    asked_at: datetime
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCandidate:
    """A work that a mention may mean; `rank` counts from 1 by score, `query` is what was searched for."""

    citation_id: str
    registry: Registry
    method: Method
    rank: int
    score: float
    query: str
    registry_id: str
    doi: str | None
    pmid: str | None
    title: str | None
    year: int | None
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedSources:
    """All that is known of the sources of a warehouse, each table in a fixed order."""

    works: tuple[KeptWork, ...]
    source_works: tuple[SourceWork, ...]
    source_answers: tuple[SourceAnswer, ...]
    work_candidates: tuple[WorkCandidate, ...]
