"""Plain text in; the spans of its sentences out, without list bullets, numbers or trailing space.

One block a line: a sentence never crosses a line. What ends no sentence (abbreviations) is data of the language.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# "…pijn.” Zij zegt" ends after the closing quote (German: “, «); "pijn.2 Zij", "pijn.² Zij" and "pijn. [1, 3–5] Zij"
# after the footnote mark. Runs are taken whole (`++`), so that a million dots are read once; ". . ." is an ellipsis.
_END = re.compile(
    r"(?<![.!?…])(?:\.(?: \.){2,3}+|[.!?…]++)[\"”“’‘'»«)\]]*+"
    r"(?:(?: ?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*+\])++|\d{1,3}(?:[,–-]\d{1,3})*+\]?"
    r"|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]++(?:,[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]++)*+)?(?=\s)"
    # "woord.Volgende zin": the space is missing; not in "Thuisarts.nl", "z.B.", "pijn.A" or an address
    r"|(?<=[a-zß-ÿ]{3})[.!?][\"”’)\]]?(?=[A-ZÀ-Þ][a-zß-ÿ]{1,40}[\s,])"
)
# What introduces a list item is no part of its sentence: "• ", "1. ", "a) ". A dash only with a space after it.
_MARK = r"[•·▪◦‣*✓✔➤►–—-]+\s+"
_BULLET = re.compile(rf"\s*(?:{_MARK}|(?P<number>\(?\d{{1,2}}[.)]\s+)|[a-z]\)\s+)?")
# A list that was written in one line: "… voor rust. * Magnesium helpt."
_BULLET_WITHIN = re.compile(rf"\s+{_MARK}")
# The words right before and after a full stop; so many characters are looked at, and no word is longer.
_WORD_AFTER = re.compile(r"\s*([^\s.]{1,40})(\.?)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){0,4}[^\W\d_]")
_DASHES = "–—-"
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_WORD = '(“„”"»«['
_QUOTES_AND_APOSTROPHES = "'‘’‚"
# No sentence is longer, in characters: a page without full stops would else be one claim, and slow to look through.
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """What a language says about full stops that end no sentence; all lower case. See the head of sentences.toml."""

    abbreviations: frozenset[str]
    initial_not_after: frozenset[str]
    before_number: frozenset[str] = frozenset()
    ordinal_before: frozenset[str] = frozenset()


def sentence_rules(
    abbreviations: Collection[str],
    initial_not_after: Collection[str],
    before_number: Collection[str] = (),
    ordinal_before: Collection[str] = (),
) -> SentenceRules:
    """The rules of one language from the lists of its `sentences.toml`."""
    return SentenceRules(*map(frozenset, (abbreviations, initial_not_after, before_number, ordinal_before)))


def sentence_spans(text: str, rules: SentenceRules) -> list[tuple[int, int]]:
    """The (start, end) of every sentence of `text` in order, code points, half open; blank lines give none."""
    spans: list[tuple[int, int]] = []
    line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        start = _after_bullet(text, line_start, line_end, rules)
        for end in (*_sentence_ends(text, start, line_end, rules), line_end):
            spans += [span for piece in _pieces(text, start, end) for span in _trimmed(text, *piece)]
            mark = _BULLET_WITHIN.match(text, end, line_end)
            start = mark.end() if mark else end
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


def _after_bullet(text: str, start: int, end: int, rules: SentenceRules) -> int:
    """Past the bullet or number of a list item; "3. Januar 2024" opens with a date, not with a number."""
    bullet = _BULLET.match(text, start, end)
    if not bullet or (bullet["number"] and _word_after(text, bullet.end(), end)[0].lower() in rules.ordinal_before):
        return start
    return bullet.end()


def _sentence_ends(text: str, start: int, end: int, rules: SentenceRules) -> list[int]:
    return [m.end() for m in _END.finditer(text, start, end) if _ends_sentence(text, start, m, end, rules)]


def _ends_sentence(text: str, start: int, stop: re.Match[str], line_end: int, rules: SentenceRules) -> bool:
    after = stop.end()
    while after < line_end and (text[after].isspace() or text[after] in _DASHES):  # "and poof! — the pain is gone"
        after += 1
    if after == line_end or text[after].islower():  # "Hij riep: 'Nee!' en ging weg."
        return after == line_end
    signs = stop.group()
    if not signs.startswith(".") or signs.startswith(("..", ". .")):
        return True
    word_start = _word_start(text, start, stop.start())
    word = text[word_start : stop.start()]
    if signs[1:].isdigit() and not _is_footnote(word, signs[1:]):
        return False
    return not _goes_on(text, start, word_start, word, _word_after(text, stop.end(), line_end), rules)


def _is_footnote(word: str, digits: str) -> bool:
    """Whether digits right after a full stop are a footnote's: "pijn.2", "in 2012.2"; not "15.000", "2.5", ".05"."""
    return bool(word) and (not word[-1].isdigit() or (_YEAR.fullmatch(word) is not None and len(digits) < 3))


def _goes_on(
    text: str, start: int, word_start: int, word: str, following: tuple[str, str], rules: SentenceRules
) -> bool:
    """Whether a sentence goes on past the full stop after `word`: an abbreviation, an initial, a German ordinal."""
    after, dot = following
    lower = word.lower()
    if lower in rules.before_number and after[:1].isdigit():
        return True
    if len(word) <= 2 and word.isdigit():
        return after.lower() in rules.ordinal_before
    before = _word_before(text, start, word_start)
    # "MS", "ED" and "CA" are no "Ms.", "ed." and "ca."; a line all in capitals may have "DR. JONES"
    in_capitals = len(word) > 1 and word.isalpha() and word.isupper() and not after.isupper()
    if not in_capitals and (lower in rules.abbreviations or f"{before} {lower}" in rules.abbreviations):
        return True
    # "z. B.", "d. h.": written apart
    if dot and f"{lower}.{after.lower()}" in rules.abbreviations:
        return True
    if before.endswith(".") and f"{before}{lower}" in rules.abbreviations:
        return True
    # an initial is a capital, and stands after no number: "5 g.", "1 L."
    is_initial = word.isupper() and _INITIALS.fullmatch(word) is not None and not before[-1:].isdigit()
    return is_initial and (len(word) > 1 or before not in rules.initial_not_after)


def _word_before(text: str, start: int, word_start: int) -> str:
    """The word before the one that begins at `word_start`, lower case, with its punctuation."""
    end = word_start
    while end > start and text[end - 1].isspace():
        end -= 1
    return text[_word_start(text, start, end) : end].lower()


def _word_after(text: str, start: int, line_end: int) -> tuple[str, str]:
    """The next word and the full stop that stands after it, or ""."""
    found = _WORD_AFTER.match(text, start, line_end)
    return (found[1], found[2]) if found else ("", "")


def _word_start(text: str, start: int, end: int) -> int:
    """Where the word that ends at `end` begins: after white space or an opening quote or bracket."""
    begins = end
    while begins > start and not text[begins - 1].isspace() and text[begins - 1] not in _BEFORE_WORD:
        begins -= 1
    while begins < end and text[begins] in _QUOTES_AND_APOSTROPHES:  # "isn’t" is one word
        begins += 1
    return begins


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if end > start else []
