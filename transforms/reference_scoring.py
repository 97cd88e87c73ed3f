"""Annotated entries in; how often the parser says of each field what the annotation says out."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.author_names import split_authors
from transforms.reference_entries import ReferenceEntry, parse_reference
from transforms.reference_training import Fields

SCORED = ("authors", "first_author", "title", "journal", "year", "doi")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DOI = re.compile(r"10\.\d{4,9}/\S*\w")


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Of how many entries a field is right, also where it is rightly empty; and of those that have it."""

    right: int
    entries: int
    right_where_given: int
    given: int


def score_entries(entries: Sequence[Fields]) -> dict[str, FieldScore]:
    """Parse each entry's text and compare: letters and digits alone, in whatever case; authors by their surnames."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right_given: Counter[str] = Counter()
    for entry in entries:
        text = " ".join(" ".join(written.split()) for _, written in entry)
        expected, found = _annotated(entry), _parsed(parse_reference(text))
        for name in SCORED:
            is_right = expected[name] == found[name]
            right[name] += is_right
            given[name] += bool(expected[name])
            right_given[name] += is_right and bool(expected[name])
    return {name: FieldScore(right[name], len(entries), right_given[name], given[name]) for name in SCORED}


def _annotated(entry: Fields) -> Mapping[str, str]:
    first: dict[str, str] = {}
    for field, written in entry:
        first.setdefault(field, written)
    surnames = [_plain(one.surname) for one in split_authors(first.get("author", ""))[0]]
    container = first.get("journal") or first.get("container-title") or ""
    year = _YEAR.search(first.get("date", ""))
    doi = _DOI.search(" ".join(first.get(field, "") for field in ("doi", "url")))
    return {
        "authors": ", ".join(surnames),
        "first_author": surnames[0] if surnames else "",
        "title": _plain(first.get("title")),
        "journal": _plain(re.sub(r"^[Ii]n:?\s", "", container)),
        "year": year[0] if year else "",
        "doi": doi[0].casefold() if doi else "",
    }


def _parsed(entry: ReferenceEntry) -> Mapping[str, str]:
    surnames = [_plain(one.surname) for one in entry.authors]
    return {
        "authors": ", ".join(surnames),
        "first_author": surnames[0] if surnames else "",
        "title": _plain(entry.title),
        "journal": _plain(entry.journal),
        "year": str(entry.year or ""),
        "doi": entry.doi or "",
    }


def _plain(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").casefold()))
