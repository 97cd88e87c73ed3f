"""A word that is no term in; the term that its known parts make it, or None, out."""

from transforms.concepts.phrase import Term
from transforms.concepts.phrase_head import is_another_with
from transforms.concepts.term_index import TermIndex

# No compound that names one thing is longer, in characters.
_LONGEST = 60


def split_compound(word: str, at: int, index: TermIndex) -> Term | None:
    """The term of a compound at word number `at`: "hielspoorklachten" is the heel spur, "kuitkramp" a cramp.

    "magnesiumtekort" is magnesium with the modifier "lack". The longest first part that is a term decides.
    """
    language = index.words
    shortest = language.shortest_part
    if not language.links or not 2 * shortest <= len(word) <= _LONGEST:
        return None
    for cut in range(len(word) - shortest, shortest - 1, -1):
        tail = word[cut:]
        modifier = language.modifiers.get(tail)
        if (tail in language.tails or modifier) and (concept_id := _first_part(word[:cut], index)):
            if is_another_with(tail, concept_id, language):
                return None
            return Term(at, at + 1, concept_id, "compound", modifier)
    for cut in range(shortest, len(word) - shortest + 1):
        tail = word[cut:]
        if tail in language.kinds and (found := index.single(tail)):
            return Term(at, at + 1, found.concept_id, "compound", None)
    return None


def _first_part(part: str, index: TermIndex) -> str | None:
    for link in index.words.links:
        stem = part.removesuffix(link)
        if part.endswith(link) and len(stem) >= index.words.shortest_part and (found := index.single(stem)):
            return found.concept_id
    return None
