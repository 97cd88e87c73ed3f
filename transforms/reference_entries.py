"""One entry of a list of sources in; its authors, title, journal, year, DOI and PMID out.

Identifiers and addresses are found by pattern and taken out; a linear model tells the fields of the rest apart, rules
read the names and the year.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from transforms.author_names import WORDS_FILE, Author, split_authors
from transforms.identifiers import find_identifiers
from transforms.reference_features import Token, tokens_of
from transforms.reference_model import load_reference_model

_LONGEST = 3000  # characters; an entry has some 300
_NUMBER = re.compile(r"^\s*(?:[•·▪◦*–—-]\s+|\[?\(?\d{1,3}[.\])]{1,2}\s*(?=\D)|\^\s?)")
_AND_OTHERS = re.compile(r"\be\.\s?a\.|\bu\.\s?a\.")  # the model knows it in Latin
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.-])((?:1[5-9]\d|20[0-3])\d)(?=[a-z]?(?![\w]))")
_QUOTES = " .,;:\"“”„‘’'«»()[]"


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """What an entry says of its source; None, or no authors, for what it does not say.

    has_more_authors: it names some and goes on with "et al.".
    """

    authors: tuple[Author, ...]
    has_more_authors: bool
    title: str | None
    journal: str | None
    year: int | None
    doi: str | None
    pmid: str | None


def parse_reference(entry: str) -> ReferenceEntry:
    """Return what an entry says, in whatever style: "Smith AB, Jansen C. Title. BMJ. 2013;346:f12.". Never raises."""
    entry = entry[:_LONGEST]
    found = {one.scheme: one.value for one in reversed(list(find_identifiers(entry)))}
    plain = _without_identifiers(entry)
    tokens = tokens_of(plain)
    fields = load_reference_model().fields(tokens)
    runs = [
        (field, [token for _, token in run]) for field, run in groupby(zip(fields, tokens, strict=True), lambda p: p[0])
    ]
    authors, more = split_authors(_first(runs, "author", plain) or "")
    journal = _longest(runs, "journal", plain) or _longest(runs, "container", plain)
    return ReferenceEntry(
        authors=authors,
        has_more_authors=more,
        title=_longest(runs, "title", plain),
        journal=re.sub(r"^[Ii]n:?\s+", "", journal) if journal else None,
        year=_year(runs, plain),
        doi=found.get("doi"),
        pmid=found.get("pmid"),
    )


Runs = Sequence[tuple[str, list[Token]]]


def _without_identifiers(entry: str) -> str:
    """The entry without its number, its label ("Bron:"), identifiers, addresses and what is said of them."""
    for one in sorted(find_identifiers(entry), key=lambda one: -one.start_char):
        entry = f"{entry[: one.start_char]} {entry[one.end_char :]}"
    plain = _AND_OTHERS.sub("et al.", _ADDRESS.sub(" ", entry))
    for pattern in _left_out():
        plain = pattern.sub(" ", plain)
    return " ".join(_NUMBER.sub("", plain, count=1).split())


def _text(tokens: Sequence[Token], plain: str) -> str | None:
    return plain[tokens[0].start_char : tokens[-1].end_char].strip(_QUOTES) or None


def _first(runs: Runs, field: str, plain: str) -> str | None:
    """The first run of a field as it stands: the points of initials belong to it."""
    tokens = next((tokens for name, tokens in runs if name == field), None)
    return plain[tokens[0].start_char : tokens[-1].end_char] if tokens else None


def _longest(runs: Runs, field: str, plain: str) -> str | None:
    tokens = max((tokens for name, tokens in runs if name == field), key=len, default=None)
    return _text(tokens, plain) if tokens else None


def _year(runs: Runs, plain: str) -> int | None:
    """The year of the date; where no date was found, the last of what is neither a title nor names."""
    found: list[int] = []
    for field, tokens in runs:
        years = [int(match[1]) for match in _YEAR.finditer(plain, tokens[0].start_char, tokens[-1].end_char)]
        if field == "date" and years:
            return years[0]
        if field not in {"title", "author", "pages"}:
            found += years
    return found[-1] if found else None


@cache
def _left_out() -> tuple[re.Pattern[str], ...]:
    with WORDS_FILE.open("rb") as file:
        return tuple(re.compile(entry["pattern"], re.IGNORECASE) for entry in tomllib.load(file)["left_out"])
