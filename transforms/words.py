"""A tokenised doc in; its words out as plain lists, which rules read without a spaCy object for every word."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.tokens import Doc

# No hyphenated word is longer, in characters: each token of "a-a-a-…" would else be read with all before it.
_LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of one text in lists of one length: `texts[i]` stands at `text[starts[i]:ends[i]]`.

    numeric: whether a token is like a number ("12", "drie"). sentences: the tokens of each sentence, half open;
    `sentence_of[i]` is the index of the one that token `i` stands in.
    """

    text: str
    texts: Sequence[str]
    lowers: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    numeric: Sequence[bool]
    sentences: Sequence[tuple[int, int]]
    sentence_of: Sequence[int]

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.texts)

    def sentence(self, i: int) -> tuple[int, int]:
        """The tokens of the sentence that token `i` stands in, half open."""
        return self.sentences[self.sentence_of[i]]

    def between(self, start: int, end: int) -> str:
        """The words from token `start` up to `end`, as they stand in the text; "" where there are none."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""

    def at(self, char: int) -> int:
        """The token that holds a character, or after which it stands."""
        return bisect(self.starts, char) - 1

    def capitalised(self, i: int) -> bool:
        """Whether token `i` begins with a capital letter."""
        return self.texts[i][:1].isupper()

    def word_start(self, i: int) -> int:
        """The first token of the hyphenated word that ends with token `i`: "placebo - controlled" → "placebo"."""
        furthest = self.ends[i] - _LONGEST_WORD
        while i >= 2 and self.texts[i - 1] == "-" and self.starts[i] - self.ends[i - 2] == 1:
            if self.starts[i - 2] < furthest:
                break
            i -= 2
        return i

    def whole(self, i: int) -> str:
        """The word that token `i` ends, lower case: "placebo-controlled", which some tokenizers take apart."""
        start = self.word_start(i)
        return self.between(start, i + 1).lower() if start < i else self.lowers[i]


def words_of(doc: Doc, text: str) -> Words:
    """The words of a doc whose sentences are marked. `text` is the doc's, which joins its tokens each time anew."""
    columns: Any = doc.to_array(["IDX", "LENGTH", "LIKE_NUM", "SENT_START"])
    starts, lengths, numeric, marks = columns.T.tolist()
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    firsts = [i for i, mark in enumerate(marks) if mark == 1 or i == 0]
    sentences = list(zip(firsts, [*firsts[1:], len(texts)], strict=False))
    return Words(
        text=text,
        texts=texts,
        lowers=[word.lower() for word in texts],
        starts=starts,
        ends=ends,
        numeric=numeric,
        sentences=sentences,
        sentence_of=np.repeat(np.arange(len(sentences)), [end - start for start, end in sentences]).tolist(),
    )
