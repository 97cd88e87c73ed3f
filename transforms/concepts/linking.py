"""The words of an agent or target in; the one concept that they name, how it was found and how surely, or None, out.

Nothing is guessed: words that name two things, a term that stands for two, and a modifier that makes an unlisted thing
of a term ("magnesiumvrij") give None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from transforms.concepts.compounds import split_compound
from transforms.concepts.phrase import Phrase, Term, classed
from transforms.concepts.phrase_head import head_of, modifier_of
from transforms.concepts.term_index import Found, TermIndex, term_index
from transforms.concepts.vocabulary import Role, modified
from transforms.concepts.word_forms import Word, split_words

Method = Literal["exact", "inflected", "compound", "phrase", "modified", "head"]
# They order the methods by how much of the words was understood; they are no probabilities.
SCORES: dict[Method, float] = {
    "exact": 1.0,       # "magnesium"
    "inflected": 0.95,  # "botten"
    "compound": 0.9,    # "artroseklachten"
    "phrase": 0.9,      # "het gebruik van magnesium"
    "modified": 0.9,    # "een tekort aan vitamine D"
    "head": 0.7,        # "knagende hoofdpijn": a word that we do not know stands before the term
}  # fmt: skip
# Longer spans are sentences, and name no one thing.
_LONGEST = 30
_LONGEST_TEXT = 1000  # characters, so that no long text is kept as a key
# As many answers are remembered: the same agents come back on every page of a site.
_ANSWERS = 1 << 15


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """What words link to. `score` is from 0 to 1 and orders the methods; it is no probability."""

    concept_id: str
    method: Method
    score: float


def link_concept(words: str, lang: str, role: Role = "target") -> ConceptMatch | None:
    """The concept that words name, such as "een tekort aan vitamine D" in "nl"; None where they name none, or two.

    role: "lowering blood pressure" is of blood pressure as the target of a claim; as its agent it is another thing, and
    None. None, too, for a language without a concepts.toml.
    """
    return _linked(words[:_LONGEST_TEXT], lang, role)


@lru_cache(maxsize=_ANSWERS)
def _linked(text: str, lang: str, role: Role) -> ConceptMatch | None:
    index = term_index(lang)
    words = split_words(text)
    if index is None or not 0 < len(words) <= _LONGEST:
        return None
    whole = index.longest(words, 0)
    if whole and whole.end == len(words):
        return _match(whole.concept_id, "inflected" if whole.inflected else "exact")
    return _of_phrase(classed(words, _terms(words, index), index.words), role)


def _terms(words: Sequence[Word], index: TermIndex) -> list[Term]:
    """The terms among the words, the longest from the left; a compound is one where its parts are known."""
    terms, i = [], 0
    while i < len(words):
        found = index.longest(words, i)
        term = _term(found) if found else split_compound(words[i].plain, i, index)
        if term:
            terms.append(term)
        i = term.end if term else i + 1
    return terms


def _term(found: Found) -> Term:
    return Term(found.start, found.end, found.concept_id, "inflected" if found.inflected else "exact", None)


def _of_phrase(phrase: Phrase, role: Role) -> ConceptMatch | None:
    head = head_of(phrase, role)
    if head is None or head.term.concept_id is None:
        return None
    kinds = modifier_of(phrase, head)
    if len(kinds) > 1:
        return None
    for kind in kinds:
        return _match(modified(head.term.concept_id, kind, role), "modified")
    if head.is_described:
        return _match(head.term.concept_id, "head")
    if len(phrase.words) == 1:
        return _match(head.term.concept_id, "compound")
    return _match(head.term.concept_id, "phrase")


def _match(concept_id: str | None, method: Method) -> ConceptMatch | None:
    return ConceptMatch(concept_id, method, SCORES[method]) if concept_id else None
