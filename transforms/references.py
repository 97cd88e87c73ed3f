"""Plain text in; bibliographic references out: entries of a source list and "(Smith et al., 2019)" in the text."""

import re

from transforms.candidates import Candidate

# Every repetition is bounded: a page of capitals and hyphens is read in one pass.
_SURNAME = r"(?:(?:[Vv]an|[Dd]e|der|den|[Vv]on|[Ll]a|[Dd]i|O’|O'|Mc)\s?){0,4}[A-ZÀ-Þ][\w’'-]{1,40}"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_AND = r"(?:&|and|en|und)"
_AUTHORS = rf"{_SURNAME}(?:,? et al\.?|(?:, {_SURNAME}){{0,8}},? {_AND} {_SURNAME})"
# "(Vonderlin et al., 2020)", "(Smith, 2019)", "(Pluym & Penninx 2011; Thorp et al, 2012)": each source is one.
_IN_BRACKETS = re.compile(rf"\b((?:{_AUTHORS}|{_SURNAME}(?: {_SURNAME})?),? {_YEAR})(?=[;)\],])")
# "Bartlett et al. (2018)": outside the brackets the year stands in them.
_NARRATIVE = re.compile(rf"\b({_AUTHORS} ?\({_YEAR}\))")
# A line that opens with authors and holds a year: "Garthe, I., Raastad, T. (2013). …", "Linde K, et al. … 2016;".
_ENTRY_START = re.compile(
    rf"(?:\[?\d{{1,3}}[.\])]?\s+)?{_SURNAME}(?:,? (?:[A-Z]\.[ -]?)+| [A-Z]{{1,3}})(?:[,.;&]|et al| \()"
)
_HAS_YEAR = re.compile(rf"\b{_YEAR}\b")
_LONGEST_BRACKETS = 1000  # characters; a list of references in the text is shorter
_BULLET = re.compile(r"\s*(?:[•·▪◦*–—-]\s+|\[?\d{1,3}[.\])]\s+)?")


def find_references(text: str, source_lines: frozenset[int], labels: frozenset[str]) -> list[Candidate]:
    """Candidates of kind `reference`.

    source_lines: where (code point) lines begin that stand under a sources heading: each such line is an entry.
    labels: words that introduce a source at the end of a paragraph: "Bron: Ramsden et al., BMJ, 2013".
    """
    found = []
    position = 0
    for line in text.split("\n"):
        start, end = position, position + len(line)
        position = end + 1
        label = re.match(r"\s*([\w ]{2,22}):\s+", line)
        bullet = _BULLET.match(line)
        body = start + (bullet.end() if bullet else 0)
        if start in source_lines and len(line.split()) >= 2:
            found.append(Candidate(body, end, "reference", "reference.listed"))
        elif label and label.group(1).lower() in labels and _HAS_YEAR.search(line, label.end()):
            found.append(Candidate(start + label.end(), _without_stop(text, end), "reference", "reference.label"))
        elif len(line) < 500 and _ENTRY_START.match(line) and _HAS_YEAR.search(line):
            found.append(Candidate(body, end, "reference", "reference.entry"))
        else:
            found += _cited_in(text, start, end)
    return found


def _cited_in(text: str, start: int, end: int) -> list[Candidate]:
    found = [Candidate(*m.span(1), "reference", "reference.narrative") for m in _NARRATIVE.finditer(text, start, end)]
    for match in _IN_BRACKETS.finditer(text, start, end):
        opened = text.rfind("(", max(start, match.start() - _LONGEST_BRACKETS), match.start())
        if opened >= 0 and ")" not in text[opened : match.start()]:
            found.append(Candidate(*match.span(1), "reference", "reference.in_text"))
    return found


def _without_stop(text: str, end: int) -> int:
    while end and text[end - 1] in ". \t":
        end -= 1
    return end
