"""The words of a claim in; the substances and health relationships of the register that they name out.

The words stand in `register_substances.csv`, `register_relationships.csv` and `register_words.csv`, where who knows
better corrects them. Words are compared in lower case, without accents, and whole: `*` stands for any letters.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transforms.evidence import word_pattern

SUBSTANCES_FILE = Path(__file__).with_name("register_substances.csv")
RELATIONSHIPS_FILE = Path(__file__).with_name("register_relationships.csv")
WORDS_FILE = Path(__file__).with_name("register_words.csv")
LANGUAGES = ("nl", "en")
# A stem is five letters: "werking" and "werkt" differ, "normaal" and "normale" do not ("norma").
_STEM = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """The ways to name one thing.

    `phrases` are patterns for terms of one word or of words in a row; of a term in `scattered` all words are somewhere
    in the text ("opname van calcium" for "opname calcium"). A text with a word that is `barred` does not name it.
    """

    phrases: re.Pattern[str]
    scattered: tuple[tuple[re.Pattern[str], ...], ...] = ()
    barred: re.Pattern[str] | None = None

    def are_in(self, text: str) -> bool:
        """Whether a text, as `plain` makes it, names the thing."""
        if self.barred is not None and self.barred.search(text):
            return False
        return bool(self.phrases.search(text)) or any(
            all(pattern.search(text) for pattern in patterns) for patterns in self.scattered
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWords:
    """All words of one language. `groups` are substances that have no entry of their own, such as `herbs`."""

    substances: Mapping[str, Terms]
    any_substance: re.Pattern[str]
    groups: frozenset[str]
    members: Mapping[str, tuple[str, ...]]
    relationships: Mapping[str, Terms]
    lack: re.Pattern[str]
    outside: re.Pattern[str]
    complaints: re.Pattern[str]

    def substances_in(self, text: str) -> tuple[str, ...]:
        """The substances that a plain text names, in the order of the table; of B vitamins together, each of them."""
        if not self.any_substance.search(text):  # most agents are no food: one look instead of a hundred
            return ()
        found = (key for key, terms in self.substances.items() if terms.are_in(text))
        return tuple(dict.fromkeys(member for key in found for member in self.members.get(key, (key,))))

    def relationships_in(self, text: str, among: Iterable[str]) -> frozenset[str]:
        """Which of these health relationships a plain text names."""
        return frozenset(key for key in among if self.relationships[key].are_in(text))


def stems_of(text: str, lang: str) -> frozenset[str]:
    """The first letters of the words of a plain text, without the little ones of its language."""
    little = little_words(lang)
    return frozenset(word[:_STEM] for word in text.split() if word not in little)


def plain(text: str) -> str:
    """A text in lower case, without accents, its words a space apart: "Bètaglucanen (haver)": "betaglucanen haver"."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in decomposed if not unicodedata.combining(c))))


@cache
def register_words(lang: str) -> RegisterWords | None:
    """The words of a language; None for one that the tables have no column for."""
    if lang not in LANGUAGES:
        return None
    words = {name: _split(told) for (name, language), told in word_lists().items() if language == lang}
    rows = _rows(SUBSTANCES_FILE)
    names = [name for row in rows for name in _names(row, lang, words["endings"])]
    return RegisterWords(
        any_substance=word_pattern(names),
        substances={row["substance"]: _substance(row, lang, words["endings"]) for row in rows},
        groups=frozenset(row["substance"] for row in rows if row["kind"] == "group"),
        members={row["substance"]: tuple(_split(row["members"])) for row in rows if row["members"]},
        relationships={row["relationship"]: _relationship(_split(row[lang])) for row in _rows(RELATIONSHIPS_FILE)},
        lack=word_pattern(words["lack"]),
        outside=word_pattern(words["outside"]),
        complaints=word_pattern(words["complaints"]),
    )


@cache
def threshold(name: str) -> float:
    """A number of `register_words.csv`, a share from 0 to 1."""
    return float(word_lists()[name, ""])


@cache
def common_words() -> frozenset[str]:
    """Words of many substances' names that name none, in English: "extract of the root of …"."""
    return frozenset(_split(word_lists()["common", "en"]))


@cache
def little_words(lang: str) -> frozenset[str]:
    """Articles and the like of a language, which say nothing."""
    return frozenset(_split(word_lists()["little", lang]))


@cache
def word_lists() -> Mapping[tuple[str, str], str]:
    """`register_words.csv`: what is in each list and language (none for numbers).

    A CSV file and no TOML one, by which the tagger's version would change and all pages be tagged anew.
    """
    return {(row["list"], row["lang"]): row["words"] for row in _rows(WORDS_FILE)}


def _substance(row: Mapping[str, str], lang: str, endings: Sequence[str]) -> Terms:
    barred = _split(row["except"])
    return Terms(word_pattern(_names(row, lang, endings)), barred=word_pattern(barred) if barred else None)


def _names(row: Mapping[str, str], lang: str, endings: Sequence[str]) -> list[str]:
    """The terms of a substance and their compounds: "magnesium", "magnesiumsupplementen"."""
    terms = _split(row[lang])
    return terms + [f"{term}{ending}" for term in terms if "*" not in term for ending in endings]


def _relationship(terms: Sequence[str]) -> Terms:
    scattered = tuple(tuple(word_pattern([word]) for word in term.split()) for term in terms if " " in term)
    return Terms(word_pattern([term for term in terms if " " not in term]), scattered)


def _split(terms: str) -> list[str]:
    return [term.strip() for term in terms.split(";") if term.strip()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def shared(words: Iterable[str], others: frozenset[str]) -> float:
    """The share of the words that are among the others, 0 to 1; 0 where there are none."""
    wanted = frozenset(words)
    return len(wanted & others) / len(wanted) if wanted else 0.0
