"""Plain text in; the spans of its sentences out, without list bullets, numbers or trailing space.

One block a line: a sentence never crosses a line. What ends no sentence (abbreviations) is data of the language.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# "…pijn.” Zij zegt" ends after the closing quote; "pijn.2 Zij", "pijn.² Zij" and "pijn. [1, 3–5] Zij" after the
# footnote mark. Runs are taken whole (`++`), so that a million dots are read once.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"”’'»)\]]*+"
    r"(?:(?: ?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*+\])++|\d{1,3}(?:[,–-]\d{1,3})*+\]?"
    r"|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]++(?:,[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]++)*+)?(?=\s)"
)
# What introduces a list item is no part of its sentence: "• ", "1. ", "a) ". A dash only with a space after it.
_BULLET = re.compile(r"\s*(?:[•·▪◦‣*✓✔➤►–—-]+\s+|\(?\d{1,2}[.)]\s+|[a-z]\)\s+)?")
_BEFORE_WORD = "(“\"‘'["
# No sentence is longer, in characters: a page without full stops would else be one claim, and slow to look through.
_LONGEST = 3000


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
        for end in (*_sentence_ends(text, start, line_end, rules), line_end):
            spans += [span for piece in _pieces(text, start, end) for span in _trimmed(text, *piece)]
            start = end
        line_start = line_end + 1
    return spans


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself, or where it is too long, pieces of it cut at a space."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _sentence_ends(text: str, start: int, end: int, rules: SentenceRules) -> list[int]:
    return [m.end() for m in _END.finditer(text, start, end) if _ends_sentence(text, start, m, end, rules)]


def _ends_sentence(text: str, start: int, stop: re.Match[str], line_end: int, rules: SentenceRules) -> bool:
    after = stop.end()
    while after < line_end and text[after].isspace():
        after += 1
    if after == line_end or text[after].islower():  # "Hij riep: 'Nee!' en ging weg."
        return after == line_end
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    word_start = _word_start(text, start, stop.start(), _BEFORE_WORD)
    word = text[word_start : stop.start()].lower()
    if word in rules.abbreviations:
        return False
    if len(word) == 1 and word.isalpha():
        before_end = word_start
        while before_end > start and text[before_end - 1].isspace():
            before_end -= 1
        return text[_word_start(text, start, before_end, "") : before_end].lower() in rules.initial_not_after
    return True


def _word_start(text: str, start: int, end: int, opening: str) -> int:
    """Where the word that ends at `end` begins: after white space or one of the `opening` characters."""
    while end > start and not text[end - 1].isspace() and text[end - 1] not in opening:
        end -= 1
    return end


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if end > start else []
