"""A claim's sentence and target in; whether its own words say that it does good or harm, out.

So that one relation is one kind: "Havermout verlaagt het cholesterol" is a benefit beside "Oats reduce cholesterol",
though the tagger took the one for a fact. Which words, each language's directions.toml says.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from transforms.concepts.vocabulary import concepts, rows_of
from transforms.evidence import word_pattern
from transforms.lang import languages
from transforms.records import ClaimKind

DIRECTIONS_FILE = "directions.toml"
LISTS = ("helps", "harms", "more", "less", "without", "finds")
# What says nothing of the way that a claim goes
_ASIDE = ("without", "finds")
# What is better less, by its group: a pain that grows is a harm. Of measures, better_low.csv says which.
_AILMENTS = ("disease", "symptom")


def kind_by_words(sentence: str, lang: str, target_concept: str, kind: ClaimKind) -> ClaimKind:
    """The kind of a claim on a target: as its words say where they say one thing, else `kind`, as the tagger took it.

    What is about evidence stays so: "there is no proof that it helps" has the words of a benefit.
    """
    kinds = kinds_by_words(sentence, lang, target_concept) if kind != "evidence" else frozenset()
    return next(iter(kinds)) if len(kinds) == 1 else kind


def kinds_by_words(sentence: str, lang: str, target_concept: str) -> frozenset[ClaimKind]:
    """Whether the words of a claim on a target say that something does it good, harm, both, or nothing."""
    said = {name for name, pattern in _directions(lang).items() if name not in _ASIDE and pattern.search(sentence)}
    kinds: set[ClaimKind] = set()
    if "helps" in said:
        kinds.add("benefit")
    if "harms" in said:
        kinds.add("harm")
    better_low = _is_better_low(target_concept)
    if better_low is not None:
        if "less" in said:
            kinds.add("benefit" if better_low else "harm")
        if "more" in said:
            kinds.add("harm" if better_low else "benefit")
    return frozenset(kinds)


def names_direction(sentence: str, lang: str) -> bool:
    """Whether a sentence has any word by which kinds_by_words could tell of some target what is said of it."""
    return any(pattern.search(sentence) for name, pattern in _directions(lang).items() if name != "without")


def is_without(sentence: str, lang: str, target_concept: str) -> bool:
    """Whether the sentence says that its target is not there: "kruiden zonder bijwerkingen", of side effects."""
    pattern = _without(lang, target_concept)
    return bool(pattern and pattern.search(sentence))


def is_found(sentence: str, lang: str, agent_concept: str, target_concept: str) -> bool:
    """Whether a test is said to find an ailment and not to do something to it: "mammography detects breast cancer"."""
    pattern = _directions(lang).get("finds")
    is_finder = agent_concept in _finders() and concepts()[target_concept].group in _AILMENTS
    return bool(is_finder and pattern and pattern.search(sentence))


def direction_files() -> list[Path]:
    """The lists of words, one of each language that has one."""
    paths = (language.folder / DIRECTIONS_FILE for language in languages().values())
    return sorted(path for path in paths if path.exists())


def _is_better_low(concept_id: str) -> bool | None:
    """Whether less of a thing is said as good; None of a measure that is good neither way, such as testosterone."""
    group = concepts()[concept_id].group
    if group in _AILMENTS or concept_id in _better_low():
        return True
    return None if group == "measure" else False


@cache
def _better_low() -> frozenset[str]:
    return frozenset(row["concept"] for row in rows_of("better_low.csv"))


@cache
def _finders() -> frozenset[str]:
    return frozenset(row["concept"] for row in rows_of("finders.csv"))


@cache
def _directions(lang: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a language by list; none where it has no such file. Raises KeyError where a list is missing."""
    known = languages().get(lang)
    path = known.folder / DIRECTIONS_FILE if known else None
    if path is None or not path.exists():
        return {}
    with path.open("rb") as file:
        lists = tomllib.load(file)
    return {name: word_pattern(lists[name]) for name in LISTS}


@cache
def _without(lang: str, concept_id: str) -> re.Pattern[str] | None:
    """A word of the list `without` and a term of the concept, up to three words apart; None without list or terms."""
    known, terms = _directions(lang).get("without"), concepts()[concept_id].terms.get(lang, ())
    if known is None or not terms:
        return None
    return re.compile(rf"{known.pattern}(?:\s+\w+){{0,3}}\s+{word_pattern(terms).pattern}", re.IGNORECASE)
