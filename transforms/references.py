"""Plain text in; bibliographic references out: entries of a source list and "(Smith et al., 2019)" in the text."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from transforms.candidates import Candidate

_YEAR = r"(?:19|20)\d\d[a-z]?"
_HAS_YEAR = re.compile(rf"\b{_YEAR}\b")
_DIGITS_OF_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_BRACKETS = 1000  # characters; a list of references in the text is shorter
_BULLET = re.compile(r"\s*(?:[•·▪◦*–—-]\s+|\[?\d{1,3}[.\])]\s+)?")
_LABEL = re.compile(r"\s*([\w ]{2,22}):\s+")


@dataclass(frozen=True, slots=True)
class ReferenceRules:
    """What a language's [reference] says.

    labels: words that introduce a source at the end of a paragraph: "Bron: Ramsden et al., BMJ, 2013".
    entry_start: a line that opens with authors: "Garthe, I., Raastad, T. (2013). …", "Linde K, et al. … 2016;".
    in_brackets: "(Vonderlin et al., 2020)", "(Smith, 2019)"; of "(Pluym & Penninx 2011; Thorp et al, 2012)" each.
    narrative: "Bartlett et al. (2018)": outside the brackets the year stands in them.
    """

    labels: frozenset[str]
    entry_start: re.Pattern[str]
    in_brackets: re.Pattern[str]
    narrative: re.Pattern[str]


def reference_rules(lists: Mapping[str, Collection[str]]) -> ReferenceRules:
    """The rules by the lists `labels`, `particles` (of surnames: "van") and `and` (before the last author)."""
    # Every repetition is bounded: a page of capitals and hyphens is read in one pass.
    particles = "|".join(f"[{word[0].upper()}{word[0]}]{re.escape(word[1:])}" for word in lists["particles"])
    surname = rf"(?:(?:{particles}|O’|O'|Mc)\s?){{0,4}}[A-ZÀ-Þ][\w’'-]{{1,40}}"
    joined = "|".join(map(re.escape, ("&", *lists["and"])))
    authors = rf"{surname}(?:,? et al\.?|(?:, {surname}){{0,8}},? (?:{joined}) {surname})"
    return ReferenceRules(
        labels=frozenset(lists["labels"]),
        entry_start=re.compile(
            rf"(?:\[?\d{{1,3}}[.\])]?\s+)?{surname}(?:,? (?:[A-Z]\.[ -]?)+| [A-Z]{{1,3}})(?:[,.;&]|et al| \()"
        ),
        in_brackets=re.compile(rf"\b((?:{authors}|{surname}(?: {surname})?),? {_YEAR})(?=[;)\],])"),
        narrative=re.compile(rf"\b({authors} ?\({_YEAR}\))"),
    )


def find_references(text: str, source_lines: frozenset[int], rules: ReferenceRules) -> list[Candidate]:
    """Candidates of kind `reference`.

    source_lines: where (code point) lines begin that stand under a sources heading: each such line is an entry.
    """
    found = []
    position = 0
    for line in text.split("\n"):
        start, end = position, position + len(line)
        position = end + 1
        listed = start in source_lines and len(line.split()) >= 2
        if not listed and not _DIGITS_OF_YEAR.search(line):  # every other reference has a year, and few lines have one
            continue
        label = _LABEL.match(line)
        bullet = _BULLET.match(line)
        body = start + (bullet.end() if bullet else 0)
        if listed:
            found.append(Candidate(body, end, "reference", "reference.listed"))
        elif label and label.group(1).lower() in rules.labels and _HAS_YEAR.search(line, label.end()):
            found.append(Candidate(start + label.end(), _without_stop(text, end), "reference", "reference.label"))
        elif len(line) < 500 and rules.entry_start.match(line) and _HAS_YEAR.search(line):
            found.append(Candidate(body, end, "reference", "reference.entry"))
        else:
            found += _cited_in(text, start, end, rules)
    return found


def _cited_in(text: str, start: int, end: int, rules: ReferenceRules) -> list[Candidate]:
    narrative = rules.narrative.finditer(text, start, end)
    found = [Candidate(*match.span(1), "reference", "reference.narrative") for match in narrative]
    for match in rules.in_brackets.finditer(text, start, end):
        opened = text.rfind("(", max(start, match.start() - _LONGEST_BRACKETS), match.start())
        if opened >= 0 and ")" not in text[opened : match.start()]:
            found.append(Candidate(*match.span(1), "reference", "reference.in_text"))
    return found


def _without_stop(text: str, end: int) -> int:
    while end and text[end - 1] in ". \t":
        end -= 1
    return end
