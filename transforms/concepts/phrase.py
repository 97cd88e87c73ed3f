"""Words with the terms among them in; the term that the phrase is about, and what changes it, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.concepts.language_words import LanguageWords
from transforms.concepts.vocabulary import broader
from transforms.concepts.word_forms import Word

Found = Literal["exact", "inflected", "compound"]
# More words that we do not know, before a term, are no adjectives of it.
_ADJECTIVES = 2


@dataclass(frozen=True, slots=True)
class Term:
    """A term at words `start` up to `end`; `concept_id` is None where it stands for two. `modifier`: its own, if any."""

    start: int
    end: int
    concept_id: str | None
    found: Found
    modifier: str | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a phrase, its terms in order, and a class for each word: "term", "light", "head", "modifier", …"""

    words: Sequence[Word]
    terms: Sequence[Term]
    classes: Sequence[str]
    language: LanguageWords


@dataclass(frozen=True, slots=True)
class Head:
    """The term that a phrase is about, and where what is said of it begins."""

    term: Term
    start: int
    unknown_before: int


_ORDER = (
    ("risk_heads", "risk head"), ("examples", "example"), ("joins", "join"), ("prepositions", "preposition"),
    ("circumstances", "circumstance"), ("heads", "head"), ("people", "people"), ("light", "light"),
    ("carriers", "carrier"),
)  # fmt: skip


def classed(words: Sequence[Word], terms: Sequence[Term], language: LanguageWords) -> Phrase:
    """The phrase with the class of each of its words. A carrier beside a term is no term of its own."""
    kept = [term for term in terms if not _carries(words, term, language)] or list(terms)
    classes = [_class_of(word.plain, language) for word in words]
    for term in kept:
        classes[term.start : term.end] = ["term"] * (term.end - term.start)
    for length in {len(phrase) for phrase in language.phrases}:
        for i in range(len(words) - length + 1):
            if (
                tuple(word.plain for word in words[i : i + length]) in language.phrases
                and "term" not in classes[i : i + length]
            ):
                classes[i : i + length] = ["modifier"] + ["light"] * (length - 1)
    return Phrase(words, kept, classes, language)


def head_of(phrase: Phrase) -> Head | None:
    """The term that the phrase is about; None where that is none, or one of several."""
    if not phrase.terms:
        return None
    first = phrase.terms[0]
    end = _end(phrase, first)
    terms = [term for term in phrase.terms if term.start < end]
    term = _the_one(terms, phrase)
    if term is None:
        return None
    start = _start(phrase, term)
    before = phrase.classes[start : term.start]
    unknown = before.count("unknown")
    after = phrase.classes[term.end : end]
    if "preposition" in before and "unknown" in before[: _last(before, "preposition")]:
        return None
    if unknown > _ADJECTIVES or "join" in before or "circumstance" in before or _goes_on(after):
        return None
    return Head(term, start, unknown)


def modifier_of(phrase: Phrase, head: Head) -> set[str]:
    """The kinds of the modifiers of a head, which is one or none as a rule."""
    kinds = {head.term.modifier} if head.term.modifier else set()
    after = head.term.end
    while after < len(phrase.words) and phrase.classes[after] == "modifier":
        kinds.add(_kind(phrase, after))
        after += 1
    return kinds | {_kind(phrase, i) for i in range(head.start, head.term.start) if phrase.classes[i] == "modifier"}


def _class_of(word: str, language: LanguageWords) -> str:
    if word in language.modifiers:
        return "modifier"
    if word.isdigit():
        return "light"
    return next((name for key, name in _ORDER if language.has(key, word)), "unknown")


def _carries(words: Sequence[Word], term: Term, language: LanguageWords) -> bool:
    return all(language.has("carriers", word.plain) for word in words[term.start : term.end])


def _kind(phrase: Phrase, i: int) -> str:
    for words, kind in phrase.language.phrases.items():
        if tuple(word.plain for word in phrase.words[i : i + len(words)]) == words:
            return kind
    return phrase.language.modifiers[phrase.words[i].plain]


def _end(phrase: Phrase, first: Term) -> int:
    """Where the phrase's own head has ended: at an example, where or in whom, or a bracket."""
    for i in range(first.end, len(phrase.words)):
        if phrase.classes[i] in {"example", "circumstance"}:
            return i
        if phrase.words[i].after_break and not _lists(phrase, i):
            return i
    return len(phrase.words)


def _lists(phrase: Phrase, i: int) -> bool:
    """Whether what follows a comma goes on to list: "noten, zaden en peulvruchten"."""
    return phrase.classes[i] != "unknown" or "join" in phrase.classes[i:]


def _start(phrase: Phrase, term: Term) -> int:
    """Where what is said of a term begins: after the last word that stands before any such thing ("risico op")."""
    heads = [i for i in range(term.start) if phrase.classes[i] in {"risk head", "people"}]
    return heads[-1] + 1 if heads else 0


def _the_one(terms: Sequence[Term], phrase: Phrase) -> Term | None:
    """The only concept among terms, or the narrowest where the others are broader: "depressie (een ziekte)"."""
    ids = [term.concept_id for term in terms]
    if None in ids:
        return None
    for term in terms:
        above = {term.concept_id, *broader(str(term.concept_id))}
        if above.issuperset(ids):
            return term
    return None


def _goes_on(after: Sequence[str]) -> bool:
    """Whether words after a term make another thing of it: "magnesium dingen", "pijn en bruisende energie"."""
    if "join" in after and "unknown" in after[after.index("join") :]:
        return True
    rest = [name for name in after if name not in {"light", "people", "carrier", "modifier", "term"}]
    return bool(rest) and rest[0] in {"unknown", "head", "risk head"}


def _last(names: Sequence[str], name: str) -> int:
    return len(names) - 1 - list(reversed(names)).index(name)
