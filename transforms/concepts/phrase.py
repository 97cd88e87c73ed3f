"""Words with the terms among them in; the term that the phrase is about, and what changes it, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.concepts.language_words import LanguageWords
from transforms.concepts.vocabulary import OUTCOME_GROUPS, broad_concepts, broader, concepts
from transforms.concepts.word_forms import Word

Role = Literal["agent", "target"]
FoundAs = Literal["exact", "inflected", "compound"]
# More words that we do not know, before a term, are no adjectives of it.
_ADJECTIVES = 2
# The class of a word, by the first list that has it.
_ORDER = (
    ("risk_heads", "risk head"), ("examples", "example"), ("joins", "join"), ("prepositions", "preposition"),
    ("people", "people"), ("circumstances", "circumstance"), ("heads", "head"), ("opposing", "head"),
    ("light", "light"), ("carriers", "carrier"), ("treatments", "treatment"), ("pointing", "light"),
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


@dataclass(frozen=True, slots=True)
class Head:
    """The term that a phrase is about, where what is said of it begins, and whether by words that we do not know."""

    term: Term
    start: int
    is_described: bool


def classed(words: Sequence[Word], terms: Sequence[Term], language: LanguageWords) -> Phrase:
    """The phrase with the class of each of its words. Beside another term, a carrier or a light word is no term."""
    kept = [term for term in terms if not _is_empty(words, term, language)] or list(terms)
    kept = [term for term in kept if not _names_treatment(words, term, kept, language)] or kept
    first = kept[0].end if kept else len(words)
    classes = [_class_of(word.plain, language, _AFTER_ORDER if i >= first else _ORDER) for i, word in enumerate(words)]
    for term in kept:
        classes[term.start : term.end] = ["term"] * (term.end - term.start)
    for start, length, _ in _phrases(words, language):
        if "term" not in classes[start : start + length]:
            classes[start : start + length] = ["modifier"] + ["light"] * (length - 1)
    return Phrase(words, kept, classes, language)


def head_of(phrase: Phrase, role: Role) -> Head | None:
    """The term that the phrase is about; None where that is none, or one of several."""
    if not phrase.terms:
        return None
    end = _end(phrase, phrase.terms[0])
    term = _the_one([term for term in phrase.terms if term.start < end], phrase)
    if term is None or term.concept_id is None:
        return None
    start = _start(phrase, term)
    before, after = phrase.classes[start : term.start], phrase.classes[term.end : end]
    unknown = before.count("unknown")
    if unknown > _ADJECTIVES or not _leads_to(before) or _goes_on(after) or _is_another(phrase, term, start, after):
        return None
    if role == "agent" and _is_opposed(phrase, term, start):
        return None
    return Head(term, start, unknown > 0)


def modifier_of(phrase: Phrase, head: Head) -> set[str]:
    """The kinds of the modifiers of a head, which is one or none as a rule."""
    kinds = {head.term.modifier} if head.term.modifier else set()
    after = head.term.end
    while after < len(phrase.words) and phrase.classes[after] == "modifier":
        kinds.add(_kind(phrase, after))
        after += 1
    return kinds | {_kind(phrase, i) for i in range(head.start, head.term.start) if phrase.classes[i] == "modifier"}


def _class_of(word: str, language: LanguageWords, order: Sequence[tuple[str, str]]) -> str:
    if word in language.modifiers:
        return "modifier"
    if word.isdigit():
        return "light"
    return next((name for key, name in order if language.has(key, word)), "unknown")


def _is_empty(words: Sequence[Word], term: Term, language: LanguageWords) -> bool:
    """Whether a term is only words that carry another one: "supplementen", or "haar" for her."""
    plain = [word.plain for word in words[term.start : term.end]]
    return all(language.has("carriers", word) or language.has("light", word) for word in plain)


def _names_treatment(words: Sequence[Word], term: Term, terms: Sequence[Term], language: LanguageWords) -> bool:
    """Whether a term only says that the one before it is a treatment: "immunotherapy drugs"."""
    before = next((other for other in terms if other.end == term.start), None)
    if before is None or before.concept_id is None or concepts()[before.concept_id].group in OUTCOME_GROUPS:
        return False
    return all(language.has("treatments", word.plain) for word in words[term.start : term.end])


def _phrases(words: Sequence[Word], language: LanguageWords) -> list[tuple[int, int, str]]:
    """Where modifiers of more than one word stand ("te veel"): the first word, how many, and the kind."""
    plain = tuple(word.plain for word in words)
    return [
        (i, len(phrase), kind)
        for phrase, kind in language.phrases.items()
        for i in range(len(plain) - len(phrase) + 1)
        if plain[i : i + len(phrase)] == phrase
    ]


def _kind(phrase: Phrase, i: int) -> str:
    long = {start: kind for start, _, kind in _phrases(phrase.words, phrase.language)}
    return long.get(i) or phrase.language.modifiers[phrase.words[i].plain]


def _end(phrase: Phrase, first: Term) -> int:
    """Where the phrase's own head has ended: at an example, where or in whom, or a bracket."""
    for i in range(first.end, len(phrase.words)):
        word = phrase.words[i]
        if phrase.classes[i] in {"example", "circumstance"} or word.after_bracket:
            return i
        if word.after_break and phrase.classes[i] == "unknown" and "join" not in phrase.classes[i:]:
            return i
    return len(phrase.words)


def _start(phrase: Phrase, term: Term) -> int:
    """Where what is said of a term begins: after "verhoogd risico op", and after whom it befalls."""
    for i in range(term.start - 1, -1, -1):
        if phrase.classes[i] in {"risk head", "people"}:
            return i + 2 if phrase.classes[i + 1] == "circumstance" else i + 1
    leading = (i for i, name in enumerate(phrase.classes) if name not in {"preposition", "circumstance", "join"})
    return min(next(leading, 0), term.start)


def _the_one(terms: Sequence[Term], phrase: Phrase) -> Term | None:
    """The only concept among terms, or the narrowest of one line where nothing joins them."""
    ids = {term.concept_id for term in terms}
    if None in ids:
        return None
    if len(ids) == 1:
        return terms[0]
    if "join" in phrase.classes[terms[0].end : terms[-1].start]:
        return None
    return next((term for term in terms if {term.concept_id, *broader(str(term.concept_id))} >= ids), None)


def _leads_to(before: Sequence[str]) -> bool:
    """Whether words before a term lead to it: "het gebruik van", and not "de punt van" or "schade en"."""
    if (
        "circumstance" in before
        or "example" in before
        or ("join" in before and {"unknown", "term", "head"} & set(before))
    ):
        return False
    last = max((i for i, name in enumerate(before) if name == "preposition"), default=0)
    return "unknown" not in before[:last] and "term" not in before[:last]


def _goes_on(after: Sequence[str]) -> bool:
    """Whether words after a term make another thing of it: "magnesium dingen", "pijn en bruisende energie"."""
    if "join" in after:
        joined = [name for name in after[after.index("join") + 1 :] if name != "light"]
        if "unknown" in joined or (joined and joined[-1] == "head"):
            return True
    rest = [name for name in after if name not in {"light", "people", "carrier", "treatment", "modifier", "term"}]
    return bool(rest) and rest[0] in {"unknown", "head", "risk head"}


def _is_another(phrase: Phrase, term: Term, start: int, after: Sequence[str]) -> bool:
    """Whether the words around a term make it narrower than we know, or a part of something else."""
    concept_id = str(term.concept_id)
    if "treatment" in after and concepts()[concept_id].group in OUTCOME_GROUPS:
        return True
    follows = phrase.classes[term.end] if term.end < len(phrase.words) else ""
    if concept_id in broad_concepts():
        described = "unknown" in phrase.classes[start : term.start] or _points_back(phrase, start, term)
        return described or follows == "example"
    return follows == "preposition" and _is_head_word(phrase, term) and "people" not in after


def _is_opposed(phrase: Phrase, term: Term, start: int) -> bool:
    """Whether what acts is less of a term, or its treatment: "controlling high blood pressure" prevents strokes."""
    before = [word.plain for word in phrase.words[start : term.start]]
    lists = ["opposing"] + ["treatments"] * (concepts()[str(term.concept_id)].group in OUTCOME_GROUPS)
    return any(phrase.language.has(name, word) for name in lists for word in before)


def _is_head_word(phrase: Phrase, term: Term) -> bool:
    """Whether a term is also a word that leads to another: "de gezondheid van spiercellen"."""
    return term.end - term.start == 1 and phrase.language.has("heads", phrase.words[term.start].plain)


def _points_back(phrase: Phrase, start: int, term: Term) -> bool:
    return any(phrase.language.has("pointing", word.plain) for word in phrase.words[start : term.start])
