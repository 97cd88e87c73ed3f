"""A word of the vocabulary in (`named`, `systematic_review`); how the report says it and what it means out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.languages import spoken, word_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One value of one column: its label, its meaning in a sentence, an example, and the family it is drawn with."""

    value: str
    label: str
    meaning: str
    example: str
    family: str | None = None


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """The values of each column and the family of each, in the order in which the report shows them."""
    return tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))


def words() -> Mapping[str, Mapping[str, Word]]:
    """All words by column (`grade`, `claim_kind`, `citation_kind`, …) and value, in the language that is spoken."""
    return _words(spoken().code)


@cache
def _words(_code: str) -> dict[str, dict[str, Word]]:
    return {column: {value: _word(column, value) for value in values} for column, values in vocabulary().items()}


def word(column: str, value: str) -> Word:
    """The word for one value; a value that has no message says its own name, underscores as spaces."""
    return words().get(column, {}).get(value) or _word(column, value)


def _word(column: str, value: str) -> Word:
    texts = word_texts(column, value)
    return Word(
        value=value,
        label=texts.get("label", value.replace("_", " ")),
        meaning=texts.get("meaning", ""),
        example=texts.get("example", ""),
        family=vocabulary().get(column, {}).get(value) or None,
    )
