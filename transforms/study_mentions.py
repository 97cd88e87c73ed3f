"""A mention of a study without a link, and a search's works, in; candidates with a score out. Never a fact.

"Een meta-analyse uit 2022 over magnesium en CRP" names a design, a year, and with its claim an agent and a target. That
is enough to search, and never enough to know: dozens of works may fit.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transforms.records import Evidence
from transforms.work_matching import plain_title
from transforms.works import Work

DESIGNS_FILE = Path(__file__).with_name("study_designs.toml")

# What a candidate must show. The subject weighs most, since the search took the year as given; none is fitted to data,
# so the sum stays below 1, which is for identifiers.
SUBJECT_WEIGHT, YEAR_WEIGHT, DESIGN_WEIGHT = 0.5, 0.25, 0.2
# Words that stand in any title: "the effect of" says nothing of magnesium.
_SHORT = 3
_LEAST_SCORE = 0.3  # below it, neither both words of the subject nor one with year and design are there


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A citation of a study that points to nothing, and what its claims are about."""

    citation_id: str
    evidence: Evidence
    year: int
    agent: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """One kind of study: what to search for, and how a candidate shows it."""

    search: str
    title_words: tuple[str, ...]
    types: frozenset[str]


def search_words(mention: Mention) -> str:
    """Return what a mention is searched by: "2022 magnesium CRP meta-analysis". The year stands first."""
    design = designs().get(mention.evidence)
    words = [mention.agent, mention.target, *([design.search] if design else [])]
    return f"{mention.year} {' '.join(' '.join(words).split())[:200]}"


def scored(mention: Mention, works: Iterable[Work]) -> list[tuple[float, Work]]:
    """Return the works that may be meant, best first, each with its score, 0 to 0.95."""
    judged = [(candidate_score(mention, work), work) for work in works]
    return sorted(
        (pair for pair in judged if pair[0] >= _LEAST_SCORE), key=lambda pair: (-pair[0], pair[1].registry_id)
    )


def candidate_score(mention: Mention, work: Work) -> float:
    """Return how well a work fits a mention: the share of its subject's words in the title, the year and the design."""
    title = plain_title(work.title)
    subject = [word for word in plain_title(f"{mention.agent} {mention.target}").split() if len(word) >= _SHORT]
    words = set(title.split())
    share = sum(word in words for word in subject) / len(subject) if subject else 0.0
    apart = abs(work.year - mention.year) if work.year is not None else None
    year = {0: 1.0, 1: 0.5}.get(apart, 0.0) if apart is not None else 0.0
    design = designs().get(mention.evidence)
    shows = design is not None and (
        bool(design.types & set(work.types)) or any(plain_title(one) in title for one in design.title_words)
    )
    return round(SUBJECT_WEIGHT * share + YEAR_WEIGHT * year + DESIGN_WEIGHT * shows, 4)


@cache
def designs() -> dict[str, Design]:
    """Return the kinds of study by the evidence that a citation names."""
    listed = tomllib.loads(DESIGNS_FILE.read_text(encoding="utf-8"))["design"]
    return {
        entry["evidence"]: Design(
            search=re.sub(r"\s+", " ", entry["search"]),
            title_words=tuple(entry["title_words"]),
            types=frozenset(entry["types"]),
        )
        for entry in listed
    }
