"""Words with the terms among them in; what each word does to the terms, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.concepts.language_words import LanguageWords
from transforms.concepts.vocabulary import OUTCOME_GROUPS, concepts
from transforms.concepts.word_forms import Word

FoundAs = Literal["exact", "inflected", "compound"]
# The class of a word, by the first list that has it.
_ORDER = (
    ("risk_heads", "risk head"), ("examples", "example"), ("joins", "join"), ("prepositions", "preposition"),
    ("people", "people"), ("circumstances", "circumstance"), ("heads", "head"), ("opposing", "doing"),
    ("doing", "doing"), ("light", "light"), ("carriers", "carrier"), ("treatments", "treatment"), ("pointing", "light"),
    ("complaints", "head"),
)  # fmt: skip
_AFTER_ORDER = (("carriers", "carrier"), ("treatments", "treatment"), ("circumstances", "circumstance"), *_ORDER)


@dataclass(frozen=True, slots=True)
class Term:
    """A term at words `start` up to `end`; `concept_id` is None where it is ambiguous. `modifier`: its own, if any."""

    start: int
    end: int
    concept_id: str | None
    found: FoundAs
    modifier: str | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a phrase, its terms in order, and the class of each word: "term", "light", "head", "modifier", …"""

    words: Sequence[Word]
    terms: Sequence[Term]
    classes: Sequence[str]
    language: LanguageWords


def classed(words: Sequence[Word], terms: Sequence[Term], language: LanguageWords) -> Phrase:
    """The phrase with the class of each of its words. Beside another term, a carrier or a light word is no term."""
    kept = [term for term in terms if not _is_empty(words, term, language)] or list(terms)
    kept = [term for term in kept if not _names_treatment(words, term, kept, language)] or kept
    first = kept[0].end if kept else len(words)
    classes = [_class_of(word.plain, language, is_after=i >= first) for i, word in enumerate(words)]
    for term in kept:
        classes[term.start : term.end] = ["term"] * (term.end - term.start)
    for start, length, _ in modifier_phrases(words, language):
        if "term" not in classes[start : start + length]:
            classes[start : start + length] = ["modifier"] + ["light"] * (length - 1)
    return Phrase(words, kept, classes, language)


def _class_of(word: str, language: LanguageWords, *, is_after: bool) -> str:
    if word in (language.trailing if is_after else language.modifiers):
        return "modifier"
    if word.isdigit():
        return "light"
    order = _AFTER_ORDER if is_after else _ORDER
    return next((name for key, name in order if language.has(key, word)), "unknown")


def _is_empty(words: Sequence[Word], term: Term, language: LanguageWords) -> bool:
    """Whether a term is only words that carry another one: "supplementen", or "haar" for her."""
    plain = words[term.start].plain
    return term.end - term.start == 1 and (language.has("carriers", plain) or language.has("light", plain))


def _names_treatment(words: Sequence[Word], term: Term, terms: Sequence[Term], language: LanguageWords) -> bool:
    """Whether a term only says that the one before it is a treatment: "immunotherapy drugs"."""
    before = next((other for other in terms if other.end == term.start), None)
    if before is None or before.concept_id is None or concepts()[before.concept_id].group in OUTCOME_GROUPS:
        return False
    return all(language.has("treatments", word.plain) for word in words[term.start : term.end])


def modifier_phrases(words: Sequence[Word], language: LanguageWords) -> list[tuple[int, int, str]]:
    """Where modifiers of more than one word stand ("te veel"): the first word, how many, and the kind."""
    plain = tuple(word.plain for word in words)
    return [
        (i, len(phrase), kind)
        for phrase, kind in language.phrases.items()
        for i in range(len(plain) - len(phrase) + 1)
        if plain[i : i + len(phrase)] == phrase
    ]
