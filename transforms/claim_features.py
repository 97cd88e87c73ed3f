"""A sentence in its article in; numbers of its shape, its place and its cues out. No learning here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.claim_words import FormOf, TextWords, forms_of, words_of_texts
from transforms.evidence import word_pattern

Floats = NDArray[np.float32]
Integers = NDArray[np.integer[Any]]

_OPENING = frozenset("“\"‘”'„") | {""}
_LONG = 40  # words; longer sentences are alike
# As many sentences are turned into numbers at a time, so that a page of a million words needs no more memory.
_BATCH = 256


@dataclass(frozen=True, slots=True)
class SentenceInArticle:
    """A sentence and where it stands. `position` runs from 0 (first) to 1; `alone`: it is the whole line."""

    text: str
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


def sentences_in_article(text: str, spans: Sequence[tuple[int, int]]) -> list[SentenceInArticle]:
    """Each sentence of `text` with its place in it."""
    found = []
    for n, (start, end) in enumerate(spans):
        starts_line = n == 0 or "\n" in text[spans[n - 1][1] : start]
        ends_line = n + 1 == len(spans) or "\n" in text[end : spans[n + 1][0]]
        found.append(
            SentenceInArticle(
                text=text[start:end],
                position=n / len(spans),
                starts_line=starts_line,
                alone=starts_line and ends_line,
            )
        )
    return found


def sentence_numbers(sentences: Sequence[SentenceInArticle], cues: ClaimCues) -> Floats:
    """(sentences, ·): how each is made and where it stands, and which cues it holds. At least one sentence."""
    batches = ((batch, words_of_texts([s.text for s in batch], cues.form_of)) for batch in _batches(sentences))
    return np.vstack([np.hstack([_shapes(batch, words), _cues(batch, words, cues)]) for batch, words in batches])


def _batches(sentences: Sequence[SentenceInArticle]) -> list[Sequence[SentenceInArticle]]:
    return [sentences[start : start + _BATCH] for start in range(0, len(sentences), _BATCH)]


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
