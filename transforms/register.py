"""A claim in; where it stands against the register of health claims on food (Regulation (EC) 1924/2006) out.

The register says which words on which substance the law allows. It does not say what is true, and neither does this.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.food_words import NAME_LETTERS, FoodWords, Method, food_words
from transforms.register_terms import (
    LANGUAGES,
    RegisterWords,
    common_words,
    plain,
    register_words,
    shared,
    stems_of,
    threshold,
)

Standing = Literal[
    "authorised",  # an authorised entry on this substance, in words near the entry's
    "authorised_other_wording",  # an authorised entry on the same substance and relationship, in other words
    "not_authorised",  # an entry that was refused, or taken off the list
    "on_hold",  # an entry on which nothing was decided (most plants)
    "not_in_register",  # a food or supplement, and no entry on it that says this
    "not_a_food_claim",  # a therapy, a drug, a cream, a lack of something, or nothing that is named
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One entry. `substances` and `relationships` are keys of the tables; a loaded entry's are read from its words.

    `wordings` are (language, words). `register` is `eu_health_claims` (ours) or the form of the list that was loaded.
    """

    entry_id: str
    register: str
    standing: Literal["authorised", "not_authorised", "on_hold"]
    substances: tuple[str, ...]
    relationships: frozenset[str]
    wordings: tuple[tuple[str, str], ...]
    substance_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMatch:
    """Where a claim stands.

    `score` is the share of the words of the entry's wording, by their first five letters and without articles and the
    like, that the claim's sentence has, 0 to 1; None without an entry.
    """

    standing: Standing
    method: Method
    register: str | None = None
    entry_id: str | None = None
    score: float | None = None


def loaded_entry(
    entry_id: str,
    register: str,
    standing: Literal["authorised", "not_authorised", "on_hold"],
    substance: str,
    wording: str,
) -> RegisterEntry:
    """An entry of the official register's export, which is English: its keys are those that its words name.

    substance: its food or substance; wording: its claim and health relationship together.
    """
    words = _english()
    named = plain(substance)
    return RegisterEntry(
        entry_id=entry_id,
        register=register,
        standing=standing,
        substances=tuple(key for key in words.substances_in(named) if key not in words.groups),
        relationships=words.relationships_in(plain(wording), words.relationships),
        wordings=(("en", wording),),
        # "Withania somnifera (Ashwagandha)": an entry on a plant is found by its name, also in a Dutch text
        substance_words=frozenset(word for word in named.split() if len(word) >= NAME_LETTERS) - common_words(),
    )


_ORDER = {"authorised": 0, "on_hold": 1, "not_authorised": 2}


class Register:
    """All entries, ready to be asked for one claim after the other."""

    def __init__(self, entries: Iterable[RegisterEntry]) -> None:
        """Sort the entries by their substances; their wordings are read once."""
        self.by_substance: dict[str, list[RegisterEntry]] = {}
        self.by_word: dict[str, list[RegisterEntry]] = {}
        self.stems: dict[tuple[str, str, str], frozenset[str]] = {}
        for entry in entries:
            for key in entry.substances:
                self.by_substance.setdefault(key, []).append(entry)
            if not entry.substances:
                for word in entry.substance_words:
                    self.by_word.setdefault(word, []).append(entry)
            for lang, wording in entry.wordings:
                if lang in LANGUAGES:
                    self.stems[entry.register, entry.entry_id, lang] = stems_of(plain(wording), lang)

    def standing(self, lang: str, text: str, agent: str | None, target: str | None) -> RegisterMatch:
        """Where a benefit claim stands; `text` is its sentence, `agent` and `target` are words of it.

        A claim in a language without words, or without an agent, is `not_a_food_claim` by method `none`.
        """
        named = food_words(lang, text, agent, target)
        if named.method == "none" and not self.names.isdisjoint(named.agent_words):
            named = food_words(lang, text, agent, target, is_named=True)
        return self.standing_of(lang, named)

    @property
    def names(self) -> frozenset[str]:
        """The words by which an agent names an entry although it names no substance of the tables."""
        return frozenset(self.by_word)

    def standing_of(self, lang: str, named: FoodWords) -> RegisterMatch:
        """Where a claim of these words stands."""
        if named.method is not None:
            return RegisterMatch(standing="not_a_food_claim", method=named.method)
        entries = [entry for key in named.substances for entry in self.by_substance.get(key, ())]
        by_name = [entry for word in named.agent_words for entry in self.by_word.get(word, ())]
        return self._among([*entries, *by_name], lang, named)

    def _among(self, entries: Sequence[RegisterEntry], lang: str, named: FoodWords) -> RegisterMatch:
        """The best of the entries on the claim's substances."""
        scopes: tuple[tuple[Method, frozenset[str]], ...] = (
            ("target", named.target_relationships),
            ("sentence", named.sentence_relationships),
        )
        for method, relationships in scopes:
            found = [
                entry
                for entry in entries
                if entry.relationships & relationships and not (named.is_complaint and entry.standing == "authorised")
            ]
            if found:
                return self._best(found, method, lang, named.stems)
        near = [entry for entry in entries if self._score(entry, lang, named.stems) >= _least_shared(entry)]
        if near:
            return self._best(near, "wording", lang, named.stems)
        return RegisterMatch(standing="not_in_register", method="complaint" if named.is_complaint else "substance")

    def _best(self, found: Sequence[RegisterEntry], method: Method, lang: str, stems: frozenset[str]) -> RegisterMatch:
        """What the law allows comes before what it refuses, then the nearest wording, then the longest of those."""
        best = min(
            found,
            key=lambda entry: (
                _ORDER[entry.standing],
                -self._score(entry, lang, stems),
                -len(self._stems_of(entry, lang) & stems),
            ),
        )
        score = self._score(best, lang, stems)
        standing: Standing = best.standing
        if standing == "authorised" and score < threshold("authorised_wording"):
            standing = "authorised_other_wording"
        return RegisterMatch(
            standing=standing, method=method, register=best.register, entry_id=best.entry_id, score=round(score, 3)
        )

    def _score(self, entry: RegisterEntry, lang: str, stems: frozenset[str]) -> float:
        return shared(self._stems_of(entry, lang), stems)

    def _stems_of(self, entry: RegisterEntry, lang: str) -> frozenset[str]:
        return self.stems.get((entry.register, entry.entry_id, lang), frozenset())


def _least_shared(entry: RegisterEntry) -> float:
    """By how many of its words alone an entry is found."""
    return threshold("known_relationship" if entry.relationships else "unknown_relationship")


def _english() -> RegisterWords:
    words = register_words("en")
    if words is None:
        raise ValueError("the tables of the register have no English column")
    return words
