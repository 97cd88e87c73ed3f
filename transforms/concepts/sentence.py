"""A sentence in; the concepts that it names anywhere, told apart into what may act and what may be acted on, out."""

from dataclasses import dataclass

from transforms.concepts.compounds import split_compound
from transforms.concepts.term_index import term_index
from transforms.concepts.vocabulary import OUTCOME_GROUPS, broad_concepts, broader, concepts
from transforms.concepts.word_forms import split_words

# Of longer text no one thing is said.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NamedConcepts:
    """The ids of the interventions and of the outcomes that a sentence names, each once, the narrowest of a line only.

    is_clear: no word of it stands for two things.
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
        term = index.longest(words, place) or split_compound(words[place].plain, place, index)
        if term is None:
            place += 1
            continue
        place = term.end
        if term.concept_id is None:
            is_clear = False
        elif term.concept_id not in broad_concepts():
            ids.append(term.concept_id)
    kept = [one for one in dict.fromkeys(ids) if not any(one in broader(other) for other in ids)]
    outcomes = tuple(one for one in kept if concepts()[one].group in OUTCOME_GROUPS)
    return NamedConcepts(tuple(one for one in kept if one not in outcomes), outcomes, is_clear)
