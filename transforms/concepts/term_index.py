"""The concepts and a language in; where its terms stand among words, with the words' inflections, out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from transforms.concepts.language_words import LanguageWords, language_words
from transforms.concepts.vocabulary import ambiguous_terms, concepts
from transforms.concepts.word_forms import Word, split_words, word_forms
from transforms.lang import languages

# As many word forms are remembered.
_FORMS = 1 << 15


@dataclass(slots=True)
class Node:
    """What may follow the words so far: the next words of terms, and the concepts of the terms that end here."""

    following: dict[str, "Node"] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    cased: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A term at words `start` up to `end`; `concept_id` is None where it is ambiguous. `inflected`: not as listed."""

    start: int
    end: int
    concept_id: str | None
    inflected: bool


class TermIndex:
    """The terms of one language as a tree of words, built once."""

    def __init__(self, lang: str, language: LanguageWords, terms: Iterable[tuple[str, str]]) -> None:
        """Take (term, concept id) pairs; a term in the list of ambiguous ones stands for none."""
        self.words = language
        self.root = Node()
        self._tokens: set[str] = set()
        self._inflected: dict[str, set[str]] = {}
        for term, concept_id in terms:
            self._add(term, concept_id)
        for term in ambiguous_terms(lang):
            self._add(term, "")
        self.alternatives = lru_cache(maxsize=_FORMS)(self._alternatives)

    def longest(self, words: Sequence[Word], start: int) -> Found | None:
        """The longest term that begins at a word; as listed before inflected where both are as long."""
        best: Found | None = None
        level: list[tuple[Node, bool]] = [(self.root, False)]
        for i in range(start, len(words)):
            level = self._next(level, words[i].plain)
            if not level:
                break
            ends = [(node, bent) for node, bent in level if node.ids and _as_written(node, words[start : i + 1])]
            if ends:
                exact = [node for node, bent in ends if not bent]
                ids = set().union(*(node.ids for node in exact or [node for node, _ in ends]))
                one = next(iter(ids)) if len(ids) == 1 else ""
                best = Found(start, i + 1, one or None, not exact)
        return best

    def single(self, word: str) -> Found | None:
        """The term that is this one word, as a part of a compound is."""
        found = self.longest([Word(word, word, after_break=False, after_bracket=False)], 0)
        return found if found and found.concept_id else None

    def _next(self, level: list[tuple[Node, bool]], word: str) -> list[tuple[Node, bool]]:
        exact = [(node.following[word], bent) for node, bent in level if word in node.following]
        others = [other for other in self.alternatives(word) if other != word]
        bent = [(node.following[other], True) for node, _ in level for other in others if other in node.following]
        return exact + bent

    def _alternatives(self, word: str) -> tuple[str, ...]:
        """The words of terms that a word may be another form of; "per" is no pear."""
        if word in self.words.fixed:
            return ()
        bases = {form for form in word_forms(word, self.words.forms) if form in self._tokens}
        return tuple(sorted(bases | self._inflected.get(word, set())))

    def _add(self, term: str, concept_id: str) -> None:
        node = self.root
        for word in split_words(term):
            node = node.following.setdefault(word.plain, Node())
            self._tokens.add(word.plain)
            for form in word_forms(word.plain, self.words.forms):
                self._inflected.setdefault(form, set()).add(word.plain)
        node.ids = {""} if not concept_id else node.ids | {concept_id}
        if term in self.words.cased:
            node.cased = term


@cache
def term_index(lang: str) -> TermIndex | None:
    """The index of a language; None for one that has no concepts.toml."""
    known = languages().get(lang)
    words = language_words(known.folder) if known else None
    terms = ((term, id_) for id_, concept in concepts().items() for term in concept.terms.get(lang, ()))
    return TermIndex(lang, words, terms) if words else None


def _as_written(node: Node, words: Sequence[Word]) -> bool:
    """Whether a term that is another word in lower case stands here as it is written itself."""
    return node.cased is None or " ".join(word.written for word in words) == node.cased
