"""A language's concepts.toml in; the words around terms, by what they do to a term, out."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from transforms.concepts.word_forms import FormRules, form_rules, plain, split_words

CONCEPTS_FILE = "concepts.toml"
_CLASSES = (
    "light", "people", "heads", "doing", "opposing", "risk_heads", "carriers", "treatments", "complaints", "pointing",
    "prepositions", "circumstances", "examples", "joins",
)  # fmt: skip

# Lists of words that are no form of another: "per" is no plural of pears.
_FIXED = ("light", "pointing", "prepositions", "circumstances", "examples", "joins")


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """What concepts.toml of a language says; its head tells what each list is for. Words are plain ones.

    cased: terms as written, which are another word in lower case. fixed: words that are no form of another.
    modifiers: a word, and the kind of modifier that it is; `trailing` may stand after a term. phrases: modifiers of two
    words and more.
    """

    cased: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    fixed: frozenset[str]
    forms: FormRules
    links: tuple[str, ...]
    shortest_part: int
    tails: frozenset[str]
    kinds: frozenset[str]
    modifiers: Mapping[str, str]
    trailing: frozenset[str]
    phrases: Mapping[tuple[str, ...], str]

    def has(self, name: str, word: str) -> bool:
        """Whether a word is in the list of that name."""
        return word in self.classes[name]


@cache
def language_words(folder: Path) -> LanguageWords | None:
    """Read concepts.toml of a language's folder; None where it has none. Raises KeyError where a list is missing."""
    path = folder / CONCEPTS_FILE
    if not path.exists():
        return None
    with path.open("rb") as file:
        raw: dict[str, Any] = tomllib.load(file)
    compounds = raw["compounds"]
    kinds = dict(raw["modifiers"])
    trailing = _words(kinds.pop("trailing"))
    classes = {name: _words(raw[name]) for name in _CLASSES}
    modifiers = {plain(word): kind for kind, words in kinds.items() for word in words}
    return LanguageWords(
        cased=frozenset(raw["cased"]),
        classes=classes,
        fixed=frozenset().union(*(classes[name] for name in _FIXED)),
        forms=form_rules(raw["forms"]),
        links=tuple(compounds["links"]),
        shortest_part=compounds["shortest"],
        tails=_words(compounds["tails"]),
        kinds=_words(compounds["kinds"]),
        modifiers=modifiers,
        trailing=trailing,
        phrases={_phrase(words): kind for kind, phrases in raw["phrases"].items() for words in phrases},
    )


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(word) for word in words)


def _phrase(words: str) -> tuple[str, ...]:
    return tuple(word.plain for word in split_words(words))
