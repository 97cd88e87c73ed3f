"""Plain text in; the spans of its sentences out, without list bullets, numbers or trailing space.

One block a line: a sentence never crosses a line. What ends no sentence (abbreviations) is data of the language.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

# "…pijn.” Zij zegt" ends after the closing quote; "pijn.2 Zij" (a footnote mark) ends too.
_END = re.compile(r"(?:[.!?…]+[\"”’'»)\]]*)(?:\[?\d{1,3}(?:[,–-]\d{1,3})*\]?)?(?=\s)")
# What introduces a list item is no part of its sentence: "• ", "1. ", "a) ". A dash only with a space after it.
_BULLET = re.compile(r"\s*(?:[•·▪◦‣*✓✔➤►–—-]+\s+|\(?\d{1,2}[.)]\s+|[a-z]\)\s+)?")
_LAST_WORD = re.compile(r"[^\s(“\"‘'\[]*$")


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """What a language says about full stops that end no sentence; all lower case."""

    abbreviations: frozenset[str]
    initial_not_after: frozenset[str]


def sentence_rules(abbreviations: Collection[str], initial_not_after: Collection[str]) -> SentenceRules:
    """The rules of one language from its `sentences.toml`."""
    return SentenceRules(frozenset(abbreviations), frozenset(initial_not_after))


def sentence_spans(text: str, rules: SentenceRules) -> list[tuple[int, int]]:
    """The (start, end) of every sentence of `text` in order, code points, half open; blank lines give none."""
    spans: list[tuple[int, int]] = []
    line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        first = _BULLET.match(text, line_start, line_end)
        start = first.end() if first else line_start
        for end in _sentence_ends(text, start, line_end, rules):
            spans += _trimmed(text, start, end)
            start = end
        spans += _trimmed(text, start, line_end)
        line_start = line_end + 1
    return spans


def _sentence_ends(text: str, start: int, end: int, rules: SentenceRules) -> list[int]:
    return [m.end() for m in _END.finditer(text, start, end) if _ends_sentence(text, start, m, end, rules)]


def _ends_sentence(text: str, start: int, stop: re.Match[str], line_end: int, rules: SentenceRules) -> bool:
    after = text[stop.end() : line_end].lstrip()
    if not after or after[0].islower():  # "Hij riep: 'Nee!' en ging weg."
        return not after
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    last = _LAST_WORD.search(text, start, stop.start())
    word = last.group().lower() if last else ""
    if word in rules.abbreviations:
        return False
    if len(word) == 1 and word.isalpha():
        before = text[start : last.start() if last else start].split()
        return bool(before) and before[-1].lower() in rules.initial_not_after
    return True


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if end > start else []
