"""The folders beside this file in; one frozen `Language` for each that holds a language.toml out."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGE_FILE = "language.toml"
_CODE = re.compile(r"[a-z]{2}")  # ISO 639-1, as the folder is called
_KEYS = {"name", "articles", "ampersand", "source_headings", "interest_cues", "date_labels", "months"}
_DATE_LABELS = ("published", "modified", "reviewed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: what the page reader needs, and the folder in which the tagger's data lie beside it.

    Words are case-folded; a source heading with the language's "and" in it is there with "&" too. `date_labels` has
    the keys published, modified and reviewed; `months` maps a name or short form to 1 to 12.
    """

    code: str
    name: str
    folder: Path
    articles: frozenset[str]
    source_headings: frozenset[str]
    interest_cues: tuple[str, ...]
    date_labels: Mapping[str, tuple[str, ...]]
    months: Mapping[str, int]


@cache
def languages() -> Mapping[str, Language]:
    """Return the languages by their ISO 639-1 code, read once: a folder with a language.toml is a language.

    Raises ValueError where a language.toml lacks a key, has an unknown one or holds a value of the wrong kind.
    """
    root = Path(str(files(__name__)))
    found = (path for path in sorted(root.glob(f"*/{LANGUAGE_FILE}")) if _CODE.fullmatch(path.parent.name))
    return MappingProxyType({path.parent.name: load_language(path) for path in found})


def load_language(path: Path) -> Language:
    """Return the language that a language.toml describes; its code is the name of the folder. Raises ValueError."""
    with path.open("rb") as file:
        raw = tomllib.load(file)
    if set(raw) != _KEYS:
        raise ValueError(f"{path}: keys must be {sorted(_KEYS)}, differing: {sorted(set(raw) ^ _KEYS)}")
    labels = raw["date_labels"]
    if not isinstance(labels, dict) or set(labels) != set(_DATE_LABELS):
        raise ValueError(f"{path}: date_labels must have the keys {_DATE_LABELS}")
    months = raw["months"]
    if not isinstance(months, dict) or not all(isinstance(n, int) and 1 <= n <= 12 for n in months.values()):
        raise ValueError(f"{path}: months must map a name to 1 to 12")
    if not isinstance(raw["name"], str) or not isinstance(raw["ampersand"], str):
        raise ValueError(f"{path}: name and ampersand must be strings")
    headings = _words(path, "source_headings", raw["source_headings"])
    ampersand = f" {raw['ampersand']} "
    return Language(
        code=path.parent.name,
        name=raw["name"],
        folder=path.parent,
        articles=frozenset(_words(path, "articles", raw["articles"])),
        source_headings=frozenset(headings) | {heading.replace(ampersand, " & ") for heading in headings},
        interest_cues=_words(path, "interest_cues", raw["interest_cues"]),
        date_labels=MappingProxyType({key: _words(path, key, labels[key]) for key in _DATE_LABELS}),
        months=MappingProxyType({name.casefold(): number for name, number in months.items()}),
    )


def _words(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise ValueError(f"{path}: {key} must be a list of words")
    return tuple(word.casefold() for word in value)
