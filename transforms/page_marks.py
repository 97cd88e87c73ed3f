"""page_kinds.toml here and in each language's folder in; the marks of pages that are no article out."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from transforms.lang import languages

PageKindName = Literal[
    "consent wall", "paywall", "login page", "service page", "bot challenge", "soft 404", "parked domain"
]  # fmt: skip
Place = Literal["address", "source", "title"]
WordList = Literal[
    "soft_404", "login", "service_page", "consent_title", "consent", "paywall", "bot_challenge", "parked_domain"
]  # fmt: skip

MARKS_FILE = Path(__file__).with_name("page_kinds.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark of a kind: what it looks like, where it is found, and whose it is."""

    kind: PageKindName
    by: str
    place: Place
    letters: str
    example: str


@cache
def marks(place: Place) -> tuple[Mark, ...]:
    """Return the marks of a place, in the order of the file. Raises ValueError for an entry that is not whole."""
    with MARKS_FILE.open("rb") as file:
        return tuple(mark for entry in tomllib.load(file)["mark"] if (mark := _mark(entry)).place == place)


@cache
def address_patterns() -> tuple[tuple[re.Pattern[str], Mark], ...]:
    """Return the marks of addresses with their patterns. Raises ValueError for one that is no regular expression."""
    return tuple((re.compile(mark.letters), mark) for mark in marks("address"))


@cache
def words() -> Mapping[WordList, tuple[str, ...]]:
    """Return each list of words, of all languages together: a Dutch site's bot challenge is in English.

    The words are as `plain` leaves them. Raises ValueError for a file that lacks a list or has another one.
    """
    found: dict[WordList, dict[str, None]] = {name: {} for name in get_args(WordList)}
    for language in languages().values():
        path = language.folder / MARKS_FILE.name
        if not path.is_file():
            continue
        with path.open("rb") as file:
            lists = tomllib.load(file)
        if set(lists) != set(found):
            raise ValueError(f"{path}: lists must be {sorted(found)}, differing: {sorted(set(lists) ^ set(found))}")
        for name in found:
            if not all(isinstance(entry, str) and plain(entry) for entry in lists[name]):
                raise ValueError(f"{path}: {name} must be a list of words")
            found[name] |= dict.fromkeys(plain(entry) for entry in lists[name])
    return MappingProxyType({name: tuple(entries) for name, entries in found.items()})


def plain(text: str) -> str:
    """Return the text case-folded, with straight apostrophes, three points for an ellipsis, and single spaces."""
    return " ".join(text.casefold().replace("’", "'").replace("…", "...").split())


def _mark(entry: Mapping[str, Any]) -> Mark:
    places = [place for place in get_args(Place) if place in entry]
    known = {"kind", "by", "why", "example", *places}
    if len(places) != 1 or set(entry) - known or not all(isinstance(value, str) for value in entry.values()):
        raise ValueError(f"{MARKS_FILE.name}: a mark has kind, by, example and one of {get_args(Place)}: {entry}")
    if entry.get("kind") not in get_args(PageKindName) or not entry.get("by") or not entry.get("example"):
        raise ValueError(f"{MARKS_FILE.name}: a mark has a kind of {get_args(PageKindName)}, by and example: {entry}")
    return Mark(
        kind=entry["kind"], by=entry["by"], place=places[0], letters=entry[places[0]], example=entry["example"]
    )  # fmt: skip
