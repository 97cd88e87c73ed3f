"""A sentence in its article in; the numbers that the claim model weighs out. No learning here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

# Buckets of the hashed n-grams: fewer make a smaller file and more words that share a weight.
_SHARED = {"alternate_sign": False, "norm": None, "binary": True}
_WORD = r"(?u)\b\w+\b|[?!%:;“”\"]"
_WORDS = HashingVectorizer(analyzer="word", token_pattern=_WORD, ngram_range=(1, 2), n_features=2**16, **_SHARED)
_CHARACTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=2**17, **_SHARED)
_NEIGHBOURS = HashingVectorizer(analyzer="word", token_pattern=_WORD, ngram_range=(1, 1), n_features=2**14, **_SHARED)
# The words beside a sentence weigh less than its own.
_NEIGHBOUR_WEIGHT = 0.4
_CUE_WEIGHT = 0.5
_LONG = 40  # words; longer sentences are alike


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
    """The patterns of claims.toml, by "table.key": what hedges, negates, benefits, harms."""

    patterns: Mapping[str, re.Pattern[str]]

    def hedges(self, text: str) -> bool:
        """Whether a sentence leaves room for doubt: "kan helpen" does, "kan niet" does not."""
        return bool(self.patterns["certainty.hedges"].search(self.patterns["certainty.asserted"].sub(" ", text)))

    def negates(self, text: str) -> bool:
        """Whether a sentence denies something: "geen verschil" does, "niet alleen" does not."""
        return bool(self.patterns["polarity.negations"].search(self.patterns["polarity.affirmed"].sub(" ", text)))


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
    return sparse.hstack(
        [
            normalize(_WORDS.transform([s.text for s in sentences])),
            normalize(_CHARACTERS.transform([s.text for s in sentences])),
            normalize(_NEIGHBOURS.transform([s.previous for s in sentences])) * _NEIGHBOUR_WEIGHT,
            normalize(_NEIGHBOURS.transform([s.following for s in sentences])) * _NEIGHBOUR_WEIGHT,
            sparse.csr_matrix(np.array([_shape(s) for s in sentences], dtype=np.float64)),
            sparse.csr_matrix(np.array([_cue_counts(s.text, cues) for s in sentences], dtype=np.float64)) * _CUE_WEIGHT,
        ]
    ).tocsr()


def _shape(s: SentenceInArticle) -> list[float]:
    words = len(s.text.split())
    bare = s.text.rstrip(" \"'”’)")
    return [
        float(bare.endswith("?")),
        float(bare.endswith("!")),
        float(bare.endswith((".", "…"))),
        float(bare.endswith(":")),
        min(words, _LONG) / _LONG,
        float(words < 4),
        float(words < 7),
        float(s.alone),
        float(s.starts_line),
        s.position,
        float(s.position < 0.03),
        float(s.position > 0.9),
        float(any(c.isdigit() for c in s.text)),
        float("%" in s.text),
        float(s.text[:1].islower()),
        float(s.text[:1] in "“\"‘”'„"),
    ]


def _cue_counts(text: str, cues: ClaimCues) -> list[float]:
    counts = [len(pattern.findall(text)) for _, pattern in sorted(cues.patterns.items())]
    both = cues.patterns["kind.benefit"].search(text) and cues.patterns["kind.harm"].search(text)
    row = [value for count in counts for value in (float(count > 0), min(count, 4) / 4)]
    return [*row, float(cues.hedges(text)), float(cues.negates(text)), float(bool(both))]
