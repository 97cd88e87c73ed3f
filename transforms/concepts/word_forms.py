"""Words as written in; plain words, and the forms that a word may be an inflection of, out."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

# A hyphen splits a word ("vitamine D-tekort"), an apostrophe does not ("pinda's").
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_BREAK = re.compile(r"[,;:/\n]")
_BRACKET = re.compile(r"[(\[{]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and as compared. A comma or the like stands before it (`after_break`), or an opened bracket."""

    written: str
    plain: str
    after_break: bool
    after_bracket: bool


@dataclass(frozen=True, slots=True)
class FormRules:
    """How words of a language change: [forms] of its concepts.toml, which gives an example of each rule."""

    endings: tuple[tuple[str, str], ...]
    shortest: int
    long_vowels: frozenset[str]
    either_vowels: frozenset[str]
    undoubled: frozenset[str]
    devoiced: Mapping[str, str]


def plain(word: str) -> str:
    """The word in lower case, without accents and with straight apostrophes: "Coënzym" → "coenzym"."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def split_words(text: str) -> list[Word]:
    """The words of a text in order."""
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        breaks = bool(words) and _BREAK.search(text, end, match.start()) is not None
        opens = _BRACKET.search(text, end, match.start()) is not None
        words.append(Word(match[0], plain(match[0]), breaks, opens))
        end = match.end()
    return words


def form_rules(raw: Mapping[str, Any]) -> FormRules:
    """The rules of a [forms] table. Raises KeyError where one is missing, ValueError for stems under three letters."""
    if raw["shortest"] < 3:
        raise ValueError("an ending must leave three letters, by which a stem is spelt")
    return FormRules(
        endings=tuple((ending, instead) for ending, instead in raw["endings"]),
        shortest=raw["shortest"],
        long_vowels=frozenset(raw["long_vowels"]),
        either_vowels=frozenset(raw["either_vowels"]),
        undoubled=frozenset(raw["undoubled"]),
        devoiced=dict(raw["devoiced"]),
    )


def word_forms(word: str, rules: FormRules) -> frozenset[str]:
    """The word, and what it may be the plural, the diminutive or another inflection of: "botten" → "bot"."""
    return frozenset({word, *_shorter(word, rules)})


def _shorter(word: str, rules: FormRules) -> Iterator[str]:
    for ending, instead in rules.endings:
        if word.endswith(ending) and len(word) - len(ending) >= rules.shortest:
            stem = word[: -len(ending)] + instead
            for form in _spelt(stem, rules) if _opens(ending, stem) else (stem,):
                yield form
                if form[-1] in rules.devoiced:
                    yield form[:-1] + rules.devoiced[form[-1]]


@cache
def _vowels() -> frozenset[str]:
    return frozenset("aeiouy")


def _opens(ending: str, stem: str) -> bool:
    """Whether the ending began with a vowel, so that the stem's last syllable was spelt as an open one."""
    return ending[0] in _vowels() and stem[-1] not in _vowels()


def _spelt(stem: str, rules: FormRules) -> Iterator[str]:
    """The stem as it is spelt alone: "bott" → "bot", "tomat" → "tomaat"."""
    last, vowel = stem[-1], stem[-2]
    if last == vowel and last in rules.undoubled:
        yield stem[:-1]
    elif vowel in rules.long_vowels and stem[-3] not in _vowels():
        yield stem[:-1] + vowel + last
    else:
        yield stem
        if vowel in rules.either_vowels and stem[-3] not in _vowels():
            yield stem[:-1] + vowel + last
