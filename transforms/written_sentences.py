"""Patterns of sentences (training/sentences/) and concepts in; annotated sentences that stand alone, as lines, out.

What people type to try a tagger, "X helps against Y.", hardly stands so in articles: no network learns it from those.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from transforms.concepts.vocabulary import concepts

_KINDS = {"b": "benefit", "h": "harm", "e": "evidence", "f": "fact"}
_POLARITIES = {"+": "affirmed", "-": "negated"}
_CERTAINTIES = {"a": "asserted", "h": "hedged"}
_TAG = re.compile(r"([bhef])([+-])([ah])")
_PLACE = re.compile(r"\{(agent|target)\}")
# What does harm is met, eaten or taken; what does good is any intervention but an exposure.
_HARMFUL = frozenset({"exposure", "food", "drug", "supplement", "diet"})
_HELPFUL = frozenset({"nutrient", "food", "herb", "supplement", "drug", "vaccine", "therapy", "diet", "body_practice"})
# What the patterns of each table speak of. Those of `none` are no claims, under the tag "-".
_TARGETS = {
    "complaint": frozenset({"disease", "symptom"}),
    "function": frozenset({"body_function"}),
    "none": frozenset({"disease", "symptom"}),
}
_NO_CLAIM = "-"


class SentencePatternError(ValueError):
    """A file of patterns with a fault; the message names it and what is wrong."""


def written_sentences(path: Path, count: int, seed: int = 0) -> list[dict[str, Any]]:
    """`count` sentences by the patterns of a file named after its language, as annotated lines of one sentence each.

    Every pattern is used as often as any other, with concepts drawn at random; the same arguments give the same lines.
    Raises SentencePatternError, OSError.
    """
    try:
        patterns = list(_patterns(tomllib.loads(path.read_text(encoding="utf-8"))))
    except (tomllib.TOMLDecodeError, SentencePatternError) as error:
        raise SentencePatternError(f"{path.name}: {error}") from error
    if not patterns:
        raise SentencePatternError(f"{path.name}: holds no patterns")
    lang, random = path.stem, np.random.default_rng([seed, *path.stem.encode()])
    terms = {groups: _terms(lang, groups) for groups in (_HARMFUL, _HELPFUL, *_TARGETS.values())}
    lines = []
    for number in range(count):
        table, tag, pattern = patterns[number % len(patterns)]
        agents = terms[_HARMFUL if tag.startswith("h") else _HELPFUL]
        targets = terms[_TARGETS[table]]
        words = {"agent": agents[random.integers(len(agents))], "target": targets[random.integers(len(targets))]}
        lines.append(_line(f"written-{lang}-sentence-{number}", lang, tag, pattern, words))
    return lines


def _patterns(tables: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, str, str]]:
    """Table, tag and pattern of each. Raises SentencePatternError."""
    for table, by_tag in tables.items():
        if table not in _TARGETS:
            raise SentencePatternError(f"no table is called {table!r}; there are {', '.join(_TARGETS)}")
        for tag, patterns in by_tag.items():
            if tag != _NO_CLAIM and not _TAG.fullmatch(tag):
                raise SentencePatternError(f'{tag!r} is no tag like "b+a"')
            for pattern in patterns:
                if not _PLACE.search(pattern):
                    raise SentencePatternError(f"{pattern!r} has no place for an agent or target")
                yield table, tag, pattern


def _terms(lang: str, groups: frozenset[str]) -> list[str]:
    """The words that a language prefers for the concepts of some groups. Raises SentencePatternError where none has."""
    terms = [
        concept.terms[lang][0] for concept in concepts().values() if concept.group in groups and concept.terms.get(lang)
    ]
    if not terms:
        raise SentencePatternError(f"no concept has words of {lang!r}")
    return terms


def _line(name: str, lang: str, tag: str, pattern: str, words: Mapping[str, str]) -> dict[str, Any]:
    """An annotated line; a capital opens the sentence, whatever word that is."""
    text = _PLACE.sub(lambda place: words[place[1]], pattern)
    text = text[:1].upper() + text[1:]
    claims = []
    if tag != _NO_CLAIM:
        roles = {role: _as_it_stands(text, words[role]) if f"{{{role}}}" in pattern else None for role in words}
        claims = [
            {"start": 0, "end": len(text), "text": text, "kind": _KINDS[tag[0]], "polarity": _POLARITIES[tag[1]],
             "certainty": _CERTAINTIES[tag[2]], **roles}
        ]  # fmt: skip
    return {
        "id": name, "url": None, "lang": lang, "title": None, "published": None, "text": text, "hrefs": [],
        "claims": claims, "citations": [], "support": None, "disclosures": None,
    }  # fmt: skip


def _as_it_stands(text: str, words: str) -> str:
    """The words of a role, with a capital where they open the sentence."""
    opening = words[:1].upper() + words[1:]
    return opening if text.startswith(opening) else words
