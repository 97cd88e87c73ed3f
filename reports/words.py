"""A word of the vocabulary in (`named`, `systematic_review`); how the report says it and what it means out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One value of one column: its label, its meaning in a sentence, an example, and the family it is drawn with."""

    value: str
    label: str
    meaning: str
    example: str
    family: str | None = None


@cache
def words() -> dict[str, dict[str, Word]]:
    """All words by column (`grade`, `claim_kind`, `citation_kind`, `evidence`, `disclosure`, `outcome`) and value.

    They are read from `words.toml`; their order there is the order of the report. A field that `Word` does not know
    is a TypeError.
    """
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {
        column: {value: Word(value=value, **fields) for value, fields in values.items()}
        for column, values in data.items()
    }


def word(column: str, value: str) -> Word:
    """The word for one value; a value that is not in `words.toml` says its own name, underscores as spaces."""
    known = words()[column].get(value)
    return known or Word(value=value, label=value.replace("_", " "), meaning="", example="")
