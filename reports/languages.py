"""A language's message file in; its sentences, words, numbers and days as the pages show them out.

`messages/<code>.toml` is a language: who adds a file has added one. A message is a text with `{names}`, or a table of
`one` and `other`, which `count` chooses between. Messages are ours and may hold markup; what is put into them is
escaped.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

MESSAGES = Path(__file__).with_name("messages")
FIRST = "en"  # whose messages stand in where another language lacks one

Message = str | Mapping[str, str]


class UnknownLanguageError(Exception):
    """A language that has no message file; the message names those that have one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: how it writes numbers and days, and its messages by their dotted names."""

    code: str
    name: str
    thousands: str
    decimal: str
    locale: str  # as d3 names it, for the charts' axes
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    messages: Mapping[str, Message]
    words: Mapping[str, Mapping[str, Mapping[str, str]]]
    digest: str


def language_codes() -> tuple[str, ...]:
    """The languages that have a message file, the first language first."""
    return tuple(sorted((path.stem for path in MESSAGES.glob("*.toml")), key=lambda code: (code != FIRST, code)))


@cache
def language(code: str) -> Language:
    """The language of this code. Raises UnknownLanguageError."""
    path = MESSAGES / f"{code}.toml"
    if code not in language_codes():
        raise UnknownLanguageError(f"there are no messages in {code!r}; there are: {', '.join(language_codes())}")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    about, words = data.pop("language"), data.pop("words")
    return Language(
        code=code,
        name=about["name"],
        thousands=about["thousands"],
        decimal=about["decimal"],
        locale=about["locale"],
        months=tuple(about["months"]),
        short_months=tuple(about["short_months"]),
        messages=dict(_flat(data)),
        words=words,
        digest=sha256(path.read_bytes()).hexdigest()[:16],
    )


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Message]]:
    for key, value in data.items():
        if isinstance(value, dict) and not set(value) <= {"one", "other"}:
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


_current: ContextVar[str] = ContextVar("language", default=FIRST)


@contextmanager
def in_language(code: str) -> Iterator[Language]:
    """All that is said inside is said in this language. Raises UnknownLanguageError."""
    spoken = language(code)
    token = _current.set(code)
    try:
        yield spoken
    finally:
        _current.reset(token)


def spoken() -> Language:
    """The language in which things are said now."""
    return language(_current.get())


def t(key: str, **values: object) -> Markup:
    """The message of this name, filled in; whole numbers are written as the language writes them.

    A language that lacks it says it in the first one. Raises KeyError for a name that has no message at all.
    """
    speaking = spoken()
    message = speaking.messages.get(key)
    if message is None:
        message = language(FIRST).messages[key]
    if not isinstance(message, str):
        message = message["one" if values.get("count") == 1 else "other"]
    if not values:
        return Markup(message)  # noqa: S704 -- a message file of ours, with nothing from outside in it
    # Markup.format would do the same in five times the time, and a report says half a million of these
    shown = {name: whole(value) if type(value) is int else escape(value) for name, value in values.items()}
    return Markup(message.format(**shown))  # noqa: S704 -- the message is ours, and what is filled in is escaped


def word_texts(column: str, value: str) -> Mapping[str, str]:
    """Label, meaning and example of a value of the vocabulary; empty for a value that no message file has."""
    for known in (spoken(), language(FIRST)):
        if texts := known.words.get(column, {}).get(value):
            return texts
    return {}


def whole(value: int) -> str:
    """`4,444`, in Dutch `4.444`."""
    return f"{value:,}".replace(",", spoken().thousands)


def decimal(value: float, places: int = 1) -> str:
    """`83.1`, in Dutch `83,1`."""
    return f"{value:.{places}f}".replace(".", spoken().decimal)


def day_name(day: date) -> str:
    """`2 March 2026`, whatever the machine's locale is."""
    return f"{day.day} {spoken().months[day.month - 1]} {day.year}"
