"""Words, rules' candidates and links in; the numbers that the joint model reads an article by. No learning here."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from transforms.candidates import Cues
from transforms.claim_features import ClaimCues, SentenceInArticle, sentence_numbers
from transforms.records import CitationKind
from transforms.tagger_data import CITATION_LISTS, LEXICON_CLASSES
from transforms.words import Words

Floats = NDArray[np.float32]
Spans = Sequence[tuple[int, int]]

KINDS: tuple[CitationKind, ...] = get_args(CitationKind)
# What a token may stand in; how many numbers tell where it stands.
_MARKS = (*KINDS, "href", "source line")
PLACE_COLUMNS = 1 + 2 * len(_MARKS)
# Hashed for embeddings: the form, its last three letters, its outline ("Xxxx", "dddd").
_ID_COLUMNS = ("LOWER", "SUFFIX", "SHAPE")
# Signs that are words of their own and mean something to a reader.
_SIGNS = (".", ",", ":", ";", "?", "!", "(", ")", "[", "]", '“”"„«»', "‘’'", "%", "-–—", "/", "&", "\n")
# As many word forms are remembered; past it all are forgotten, and found anew.
_FORMS = 1 << 16


@dataclass(frozen=True, slots=True)
class ArticleFeatures:
    """One article as numbers, n tokens in m sentences.

    ids: (n, 3) hashes. places: (n, ·) where each token stands. starts: (m,) the first token of each sentence; the first
    is 0. sentences: (m, ·) numbers of each sentence. sentence_of: for each sentence span its row in `sentences`.
    forms: (n, ·) numbers of each token's form; only for learning, since what is learned knows forms already.
    """

    ids: NDArray[np.uint64]
    places: Floats
    starts: NDArray[np.int64]
    sentences: Floats
    sentence_of: NDArray[np.int64]
    forms: Floats | None = None

    @property
    def lengths(self) -> NDArray[np.int32]:
        """(m,): how many tokens each sentence has."""
        return np.diff(self.starts, append=len(self.ids)).astype(np.int32)

    @property
    def tokens(self) -> Floats:
        """(n, ·): the numbers of each token, of its form first. Raises ValueError where they are not known."""
        if self.forms is None:
            raise ValueError("these features were made for reading, not for learning")
        return np.hstack([self.forms, self.places])

    def __deepcopy__(self, memo: object) -> "ArticleFeatures":
        """Itself: spaCy copies a doc with all that hangs on it before each step of training."""
        return self


class WordForms:
    """What is always true of a word form: its vector, the classes and lists it is in, how it is written."""

    def __init__(
        self, vectors_of: Callable[[list[str]], Floats] | None, lexicon: Mapping[str, frozenset[str]], cues: Cues
    ) -> None:
        """vectors_of: word forms, lower case, to one row each; None where a language has no vectors."""
        self._vectors_of = vectors_of
        lists = [*(lexicon[name] for name in LEXICON_CLASSES), *(cues[name] for name in CITATION_LISTS)]
        self._columns_of: dict[str, list[int]] = {}
        for column, words in enumerate(lists):
            for word in words:
                self._columns_of.setdefault(word, []).append(column)
        self._lists = len(lists)

    def numbers(self, forms: list[str]) -> Floats:
        """(forms, ·), for at least one form."""
        lowers = [form.lower() for form in forms]
        flags = np.zeros((len(forms), self._lists), dtype=np.float32)
        for n, lower in enumerate(lowers):
            flags[n, self._columns_of.get(lower, [])] = 1
        written = np.array([_written(form) for form in forms], dtype=np.float32)
        parts = [flags, written]
        if self._vectors_of is not None:
            parts.append(self._vectors_of(lowers))
        return np.hstack(parts)


class FormRows:
    """Rows of numbers that depend on a word form alone, made once a form."""

    def __init__(self, made: Callable[[list[str], NDArray[np.uint64]], Floats]) -> None:
        """made: forms and their hashes to one row each."""
        self._made = made
        self._row_of: dict[str, int] = {}
        self._rows: Floats = np.zeros((0, 0), dtype=np.float32)

    def of(self, texts: Sequence[str], ids: NDArray[np.uint64]) -> Floats:
        """(n, ·): one row for each token; at least one token."""
        if len(self._row_of) > _FORMS:
            self._row_of, self._rows = {}, np.zeros((0, 0), dtype=np.float32)
        row_of = self._row_of
        first = {text: n for n, text in enumerate(texts) if text not in row_of}
        if first:
            made = self._made(list(first), ids[list(first.values())])
            known = len(row_of)
            if known + len(made) > len(self._rows):  # twice as many at a time, or each article would copy them all
                more = np.zeros((2 * (known + len(made)), made.shape[1]), dtype=np.float32)
                if known:
                    more[:known] = self._rows[:known]
                self._rows = more
            self._rows[known : known + len(made)] = made
            row_of.update(zip(first, range(known, known + len(made)), strict=True))
        return self._rows[[row_of[text] for text in texts]]


def article_features(
    doc: Doc,
    words: Words,
    spans: Spans,
    contexts: Sequence[SentenceInArticle],
    cues: ClaimCues,
    marks: Mapping[str, Spans],
) -> ArticleFeatures:
    """The numbers of one article that has at least one token and one sentence.

    spans: the sentences in characters; contexts: their texts and where they stand. marks: spans in characters by
    what they are: a kind of citation that a rule proposes, "link", "source line".
    """
    firsts = np.searchsorted(np.array(words.ends), [start for start, _ in spans], side="right")
    starts, sentence_of = np.unique(np.minimum(firsts, len(words) - 1), return_inverse=True)
    starts[0] = 0  # a line break before the first sentence belongs to it
    numbers = sentence_numbers(contexts, cues)
    rows = np.zeros((len(starts), numbers.shape[1]), dtype=np.float32)
    rows[sentence_of] = numbers
    ids: Any = doc.to_array(list(_ID_COLUMNS))
    return ArticleFeatures(
        ids=ids,
        places=_places(words, starts, marks),
        starts=starts,
        sentences=rows,
        sentence_of=sentence_of,
    )


def _places(words: Words, starts: NDArray[np.int64], marks: Mapping[str, Spans]) -> Floats:
    """(n, PLACE_COLUMNS): where each token stands: first of a sentence, begin and inside of each mark."""
    places = np.zeros((len(words), PLACE_COLUMNS), dtype=np.float32)
    places[starts, 0] = 1
    for n, kind in enumerate(_MARKS):
        for start, end in marks.get(kind, ()):
            first, after = tokens_between(words, start, end)
            places[first : first + 1, 1 + 2 * n] = 1
            places[first + 1 : after, 2 + 2 * n] = 1
    return places


def tokens_between(words: Words, start: int, end: int) -> tuple[int, int]:
    """The tokens that touch the characters `start` to `end`, half open."""
    return bisect_right(words.ends, start), bisect_left(words.starts, end)


def _written(form: str) -> list[float]:
    digits = sum(map(str.isdigit, form))
    return [
        float(form[:1].isupper()),
        float(len(form) > 1 and form.isupper()),
        float(form.islower()),
        float(digits > 0),
        float(digits == len(form)),
        float(len(form) == 4 and form.isdigit() and form[:2] in {"19", "20"}),
        float(form.isspace()),
        min(len(form), 20) / 20,
        *(float(form[:1] in sign and not form.isalnum()) for sign in _SIGNS),
    ]
