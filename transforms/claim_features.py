"""A sentence in its article in; the numbers that the claim model weighs out. No learning here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from transforms.claim_words import LETTER_BITS, WORD_BITS, FormOf, TextWords, forms_of, words_of_texts
from transforms.evidence import word_pattern

Floats = NDArray[np.float32]
Integers = NDArray[np.integer[Any]]

# The columns: words and pairs of them, letters, words of the sentence before, words of the one after.
_NEIGHBOUR_BITS = 14
_GROUP_BITS = (WORD_BITS, LETTER_BITS, _NEIGHBOUR_BITS, _NEIGHBOUR_BITS)
_FIRST_COLUMNS = np.cumsum([0, *(1 << bits for bits in _GROUP_BITS)], dtype=np.uint32)
_HASHED = int(_FIRST_COLUMNS[-1])
# All groups begin at a multiple of the smallest one's size: which group each such piece belongs to.
_GROUP_OF = np.searchsorted(_FIRST_COLUMNS, np.arange(0, _HASHED, 1 << _NEIGHBOUR_BITS), side="right") - 1
_WORD_SHIFT, _NEIGHBOUR_SHIFT = np.uint32(32 - WORD_BITS), np.uint32(32 - _NEIGHBOUR_BITS)
_MIX = np.uint32(2654435761)  # Knuth's multiplier: a pair's hash from its words'
_COLUMN_BITS = _HASHED.bit_length()
# The words beside a sentence weigh less than its own.
_WEIGHTS = np.array([1, 1, 0.4, 0.4], dtype=np.float32)
_CUE_WEIGHT = 0.5
_OPENING = frozenset("“\"‘”'„") | {""}
_LONG = 40  # words; longer sentences are alike
# As many sentences are turned into numbers at a time, so that a page of a million words needs no more memory.
_BATCH = 256


@dataclass(frozen=True, slots=True)
class SentenceInArticle:
    """A sentence with what stands around it. `position` runs from 0 (first) to 1; `alone`: it is the whole line."""

    text: str
    previous: str
    following: str
    position: float
    starts_line: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class ClaimCues:
    """The patterns of claims.toml, by "table.key": what hedges, negates, benefits, harms; `form_of` knows them too."""

    patterns: Mapping[str, re.Pattern[str]]
    form_of: FormOf

    def hedges(self, text: str) -> bool:
        """Whether a sentence leaves room for doubt: "kan helpen" does, "kan niet" does not."""
        return bool(self.patterns["certainty.hedges"].search(self.patterns["certainty.asserted"].sub(" ", text)))

    def negates(self, text: str) -> bool:
        """Whether a sentence denies something: "geen verschil" does, "niet alleen" does not."""
        return bool(self.patterns["polarity.negations"].search(self.patterns["polarity.affirmed"].sub(" ", text)))


def claim_cues(lists: Mapping[str, Sequence[str]]) -> ClaimCues:
    """The cues of one language from the words and phrases of its lists, by "table.key"."""
    return ClaimCues({name: word_pattern(words) for name, words in lists.items()}, forms_of(lists))


def sentences_in_article(text: str, spans: Sequence[tuple[int, int]], title: str | None) -> list[SentenceInArticle]:
    """Each sentence of `text` with its neighbours; the first one's previous is the title."""
    texts = [text[start:end] for start, end in spans]
    found = []
    for n, (start, end) in enumerate(spans):
        starts_line = n == 0 or "\n" in text[spans[n - 1][1] : start]
        ends_line = n + 1 == len(spans) or "\n" in text[end : spans[n + 1][0]]
        found.append(
            SentenceInArticle(
                text=texts[n],
                previous=texts[n - 1] if n else title or "",
                following=texts[n + 1] if n + 1 < len(texts) else "",
                position=n / len(texts),
                starts_line=starts_line,
                alone=starts_line and ends_line,
            )
        )
    return found


def feature_matrix(sentences: Sequence[SentenceInArticle], cues: ClaimCues) -> sparse.csr_matrix:
    """One row a sentence; as many columns for every text, by the number of cue lists. At least one sentence."""
    batches = [_rows(batch, cues) for batch in _batches(sentences)]
    return batches[0] if len(batches) == 1 else sparse.vstack(batches, format="csr")


def sentence_numbers(sentences: Sequence[SentenceInArticle], cues: ClaimCues) -> Floats:
    """(sentences, ·): how each is made and where it stands, and which cues it holds. At least one sentence."""
    batches = ((batch, words_of_texts([s.text for s in batch], cues.form_of)) for batch in _batches(sentences))
    return np.vstack([np.hstack([_shapes(batch, words), _cues(batch, words, cues)]) for batch, words in batches])


def _hashed(words: TextWords, count: int, beside: Sequence[Sequence[int]]) -> tuple[Integers, Integers, Floats]:
    """Row, column and value of what is hashed of the first `count` texts, in order of rows.

    beside: for each of them the number of the text before it; of the text after it.
    """
    last = int(words.bounds[count])
    numbers = np.arange(count, dtype=np.int32)
    row = np.repeat(numbers, np.diff(words.bounds[: count + 1]))
    hashes = words.hashes[:last]
    pairs = (hashes[:-1] * _MIX ^ hashes[1:]) * _MIX
    same = row[:-1] == row[1:]
    rows = [row, row[:-1][same], np.repeat(row, words.grams[:last])]
    columns = [hashes >> _WORD_SHIFT, pairs[same] >> _WORD_SHIFT, words.letters[: len(rows[2])] + _FIRST_COLUMNS[1]]
    for first, texts in zip(_FIRST_COLUMNS[2:], beside, strict=False):
        starts, counts = words.bounds[texts], np.diff(words.bounds)[texts]
        rows.append(np.repeat(numbers, counts))
        at = np.arange(counts.sum()) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        columns.append((words.hashes[at] >> _NEIGHBOUR_SHIFT) + first)
    keys = np.concatenate(rows) << _COLUMN_BITS | np.concatenate(columns).view(np.int32)
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    row, column = keys >> _COLUMN_BITS, keys & ((1 << _COLUMN_BITS) - 1)
    # each group of columns has length 1 in each row
    group = row * len(_WEIGHTS) + _GROUP_OF[column >> _NEIGHBOUR_BITS]
    sizes = np.bincount(group, minlength=count * len(_WEIGHTS))
    values = np.tile(_WEIGHTS, count) / np.sqrt(np.maximum(sizes, 1), dtype=np.float32)
    return row, column, values[group]


def _batches(sentences: Sequence[SentenceInArticle]) -> list[Sequence[SentenceInArticle]]:
    return [sentences[start : start + _BATCH] for start in range(0, len(sentences), _BATCH)]


def _rows(sentences: Sequence[SentenceInArticle], cues: ClaimCues) -> sparse.csr_matrix:
    texts = [s.text for s in sentences]
    place = {text: n for n, text in enumerate(texts)}
    for text in [text for s in sentences for text in (s.previous, s.following) if text not in place]:
        if text not in place:
            place[text] = len(texts)
            texts.append(text)
    words = words_of_texts(texts, cues.form_of)
    beside = [[place[s.previous] for s in sentences], [place[s.following] for s in sentences]]
    numbers = np.hstack([_shapes(sentences, words), _cues(sentences, words, cues) * _CUE_WEIGHT])
    row, column, value = _hashed(words, len(sentences), beside)
    # each row's hashed columns, then its numbers
    count, width = numbers.shape
    ends = np.searchsorted(row, np.arange(count), side="right")
    at = (ends + np.arange(count) * width)[:, None] + np.arange(width)
    indices = np.empty(len(column) + numbers.size, dtype=np.int32)
    data = np.empty(len(indices), dtype=np.float32)
    hashed = np.arange(len(column)) + row * width
    indices[hashed], data[hashed] = column, value
    indices[at], data[at] = np.arange(_HASHED, _HASHED + width), numbers
    bounds = np.append(0, at[:, -1] + 1).astype(np.int32)
    return sparse.csr_matrix((data, indices, bounds), shape=(count, _HASHED + width))


def _shapes(sentences: Sequence[SentenceInArticle], words: TextWords) -> Floats:
    """(sentences, 16): how each ends and begins, how long it is, where it stands, whether it holds a figure."""
    texts = [s.text for s in sentences]
    ends = [text.rstrip(" \"'”’)")[-1:] for text in texts]
    length = np.array([len(text.split()) for text in texts])
    position = np.array([s.position for s in sentences])
    digits = _sums(words.flags[: words.bounds[len(texts)], :1], words.bounds[: len(texts) + 1])[:, 0]
    return np.array(
        [
            [end == "?" for end in ends],
            [end == "!" for end in ends],
            [end in {".", "…"} for end in ends],
            [end == ":" for end in ends],
            np.minimum(length, _LONG) / _LONG,
            length < 4,
            length < 7,
            [s.alone for s in sentences],
            [s.starts_line for s in sentences],
            position,
            position < 0.03,
            position > 0.9,
            digits > 0,
            ["%" in text for text in texts],
            [text[:1].islower() for text in texts],
            [text[:1] in _OPENING for text in texts],
        ],
        dtype=np.float32,
    ).T


def _cues(sentences: Sequence[SentenceInArticle], words: TextWords, cues: ClaimCues) -> Floats:
    """(sentences, ·): for each list whether it matches and how often; hedged, negated, both benefit and harm."""
    names = sorted(cues.patterns)
    bounds = words.bounds[: len(sentences) + 1]
    flags = words.flags[: bounds[-1], 1:]
    single, first, second, unsure = (flags[:, n * len(names) : (n + 1) * len(names)] for n in range(4))
    phrases = unsure.copy()
    phrases[:-1] |= first[:-1] & second[1:]
    counts, maybe = _sums(single, bounds), _sums(phrases, bounds)
    for n, column in np.argwhere(maybe).tolist():  # few: words that open a phrase, followed by one that may go on
        counts[n, column] = len(cues.patterns[names[column]].findall(sentences[n].text))
    found = {name: counts[:, n] > 0 for n, name in enumerate(names)}
    judged = []
    for name, exceptions, holds in (
        ("certainty.hedges", "certainty.asserted", cues.hedges),
        ("polarity.negations", "polarity.affirmed", cues.negates),
    ):
        held = found[name].copy()
        for n in np.flatnonzero(held & found[exceptions]).tolist():
            held[n] = holds(sentences[n].text)
        judged.append(held)
    rows = np.stack([counts > 0, np.minimum(counts, 4) / 4], axis=2).reshape(len(sentences), -1)
    return np.column_stack([rows, *judged, found["kind.benefit"] & found["kind.harm"]]).astype(np.float32)


def _sums(flags: NDArray[np.uint8], bounds: Integers) -> Integers:
    """(texts, ·): how many words of each text have each flag."""
    count, width = len(bounds) - 1, flags.shape[1]
    word, flag = np.nonzero(flags)  # few are set
    text = np.searchsorted(bounds, word, side="right") - 1
    return np.bincount(text * width + flag, minlength=count * width).reshape(count, width)
