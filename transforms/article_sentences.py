"""A text and its language in; the sentences that claims are made of, and in which of them a place lies, out."""

from bisect import bisect_right
from collections.abc import Sequence

from transforms.lang import languages
from transforms.sentences import SentenceRules, sentence_spans
from transforms.tagger_data import tagger_data

_NO_RULES = SentenceRules(frozenset(), frozenset())


def article_sentences(text: str, lang: str) -> list[tuple[int, int]]:
    """The (start, end) of every sentence, as the tagger splits; by full stops alone in a language without a folder."""
    known = languages().get(lang)
    return sentence_spans(text, tagger_data(known.folder).sentences if known else _NO_RULES)


def sentence_at(sentences: Sequence[tuple[int, int]], position: int) -> int:
    """The index of the sentence in which a place lies, or of the one before it; 0 where none is before."""
    return max(bisect_right(sentences, position, key=lambda span: span[0]) - 1, 0)
