"""A sentence in; the concepts that it names anywhere, told apart into what may act and what may be acted on, out."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.concepts.compounds import split_compound
from transforms.concepts.phrase import Term
from transforms.concepts.term_index import TermIndex, term_index
from transforms.concepts.vocabulary import OUTCOME_GROUPS, broad_concepts, broader, concepts, modified
from transforms.concepts.word_forms import Word, split_words

# In words: of longer text no one thing is said.
_LONGEST = 30
# So many words before a term a modifier of it may stand: "een tekort aan extra magnesium".
_REACH = 3
# The modifiers that make another thing of a term wherever they stand; "hoog" and "minder" may be of another word.
_DECISIVE = frozenset({"lack", "excess", "free", "against"})


@dataclass(frozen=True, slots=True)
class NamedConcepts:
    """The ids of the interventions and of the outcomes that a sentence names, each once, the narrowest of a line only.

    is_clear: no word of it stands for two things, or with its modifier for a thing that is not known.
    """

    interventions: tuple[str, ...]
    outcomes: tuple[str, ...]
    is_clear: bool


def named_concepts(sentence: str, lang: str) -> NamedConcepts:
    """What a sentence names: "Magnesium helpt tegen spierkramp" → magnesium; muscle_cramp."""
    index, words = term_index(lang), split_words(sentence)
    if index is None or len(words) > _LONGEST:
        return NamedConcepts((), (), is_clear=False)
    ids: list[str] = []
    is_clear, place = True, 0
    while place < len(words):
        term = _term_at(words, place, index)
        if term is None:
            place += 1
            continue
        concept_id = _modified(words, term, index) if term.concept_id else None
        place = term.end
        if concept_id is None:
            is_clear = False
        elif concept_id not in broad_concepts():
            ids.append(concept_id)
    kept = [one for one in dict.fromkeys(ids) if not any(one in broader(other) for other in ids)]
    outcomes = tuple(one for one in kept if concepts()[one].group in OUTCOME_GROUPS)
    return NamedConcepts(tuple(one for one in kept if one not in outcomes), outcomes, is_clear)


def _term_at(words: Sequence[Word], place: int, index: TermIndex) -> Term | None:
    """The term that begins at a word. A single word that only modifies others is none: "vrij van", no sex."""
    found = index.longest(words, place)
    if found is None:
        return split_compound(words[place].plain, place, index)
    if found.inflected and found.end == place + 1 and words[place].plain in index.words.modifiers:
        return None
    return Term(found.start, found.end, found.concept_id, "inflected" if found.inflected else "exact", None)


def _modified(words: Sequence[Word], term: Term, index: TermIndex) -> str | None:
    """What a term's modifiers make of it: "een tekort aan magnesium" and "magnesiumvrij" are not magnesium."""
    concept_id = str(term.concept_id)
    kinds = {term.modifier} if term.modifier else set()
    language = index.words
    for place in range(term.start - 1, max(term.start - 1 - _REACH, -1), -1):
        word = words[place].plain
        if word in language.modifiers:
            kinds.add(language.modifiers[word])
            break
        if not (language.has("light", word) or language.has("prepositions", word)):
            break
    if term.end < len(words) and words[term.end].plain in language.trailing:
        kinds.add(language.modifiers[words[term.end].plain])
    kinds &= _DECISIVE
    if len(kinds) > 1:
        return None
    # "geen autisme" denies, and lacks nothing
    as_it_is = concept_id if concepts()[concept_id].group in OUTCOME_GROUPS else None
    return next((modified(concept_id, kind, "agent") or as_it_is for kind in kinds), concept_id)
