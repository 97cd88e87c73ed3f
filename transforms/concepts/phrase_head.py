"""A phrase with its terms in; the term that it is about, and what changes that, out."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.concepts.language_words import LanguageWords
from transforms.concepts.phrase import Phrase, Term, modifier_phrases
from transforms.concepts.vocabulary import OUTCOME_GROUPS, Role, broad_concepts, broader, concepts

# More words that we do not know, before a term, are no adjectives of it.
_ADJECTIVES = 2
# Groups of what a body does or what is measured of it, whose problems are another thing.
_FUNCTIONS = ("body_function", "measure")


@dataclass(frozen=True, slots=True)
class Head:
    """The term that a phrase is about, where what is said of it begins, and whether by words that we do not know."""

    term: Term
    start: int
    is_described: bool


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


def _kind(phrase: Phrase, i: int) -> str:
    long = {start: kind for start, _, kind in modifier_phrases(phrase.words, phrase.language)}
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
        or ("join" in before and {"unknown", "term", "head", "doing"} & set(before))
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
    # a last word may be what is done to the term: "bloeddruk verlagen"
    return bool(rest) and rest != ["doing"] and rest[0] in {"unknown", "head", "doing", "risk head"}


def _is_another(phrase: Phrase, term: Term, start: int, after: Sequence[str]) -> bool:
    """Whether the words around a term make it narrower than we know, or a part of something else."""
    concept_id = str(term.concept_id)
    follow = phrase.words[term.end : term.end + len(after)]
    if any(is_another_with(word.plain, concept_id, phrase.language) for word in follow):
        return True
    if any(_is_trouble(word.plain, concept_id, phrase.language) for word in phrase.words[start : term.start]):
        return True
    follows = phrase.classes[term.end] if term.end < len(phrase.words) else ""
    if concept_id in broad_concepts():
        described = "unknown" in phrase.classes[start : term.start] or _points_back(phrase, start, term)
        return described or follows == "example"
    return follows == "preposition" and _is_head_word(phrase, term) and "people" not in after


def _is_opposed(phrase: Phrase, term: Term, start: int) -> bool:
    """Whether what acts is less of a term, or its treatment: "controlling high blood pressure" prevents strokes."""
    around = [word.plain for word in (*phrase.words[start : term.start], *phrase.words[term.end :])]
    lists = ["opposing"] + ["treatments"] * (concepts()[str(term.concept_id)].group in OUTCOME_GROUPS)
    return any(phrase.language.has(name, word) for name in lists for word in around)


def is_another_with(tail: str, concept_id: str, language: LanguageWords) -> bool:
    """Whether a word after a term makes another thing of it: the treatment of a disease, trouble with a function."""
    is_treatment = language.has("treatments", tail) and concepts()[concept_id].group in OUTCOME_GROUPS
    return is_treatment or _is_trouble(tail, concept_id, language)


def _is_trouble(word: str, concept_id: str, language: LanguageWords) -> bool:
    return language.has("complaints", word) and concepts()[concept_id].group in _FUNCTIONS


def _is_head_word(phrase: Phrase, term: Term) -> bool:
    """Whether a term is also a word that leads to another: "de gezondheid van spiercellen"."""
    return term.end - term.start == 1 and phrase.language.has("heads", phrase.words[term.start].plain)


def _points_back(phrase: Phrase, start: int, term: Term) -> bool:
    return any(phrase.language.has("pointing", word.plain) for word in phrase.words[start : term.start])
