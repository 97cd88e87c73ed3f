"""Articles as numbers, and what is wanted of them, in; pieces of a few sentences as articles of their own, out.

A network that looks at a sentence beside the mean of its article has never seen that mean be the sentence itself: a
lone sentence is then read as no article is. Pieces teach it to, and ask of a sentence alone what is wanted of it in its
article.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from transforms.claim_features import as_all_there_is
from transforms.joint_features import ArticleFeatures
from transforms.joint_targets import Targets

# How many sentences a piece has, and how often.
_LENGTHS = (1, 2, 3)
_OFTEN = (0.6, 0.2, 0.2)


def drawn_pieces(sentences: int, share: float, random: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Runs of one to three sentences, half open and apart, that hold about this share of them, drawn anew each time.

    The whole article is none: it is learned from as it is.
    """
    first = 0
    while first < sentences:
        after = min(first + int(random.choice(_LENGTHS, p=_OFTEN)), sentences)
        if random.random() < share and after - first < sentences:
            yield first, after
        first = after


def cut_out(
    features: ArticleFeatures, wanted: Targets, blank: NDArray[np.bool_], first: int, after: int
) -> tuple[ArticleFeatures, Targets] | None:
    """The sentences `first` to `after`, half open, as an article; None where they have no words.

    features: made for learning. blank: (n,) which tokens are white space; no article begins or ends with any.
    """
    start = int(features.starts[first])
    end = int(features.starts[after]) if after < len(features.starts) else len(features.ids)
    written = np.flatnonzero(~blank[start:end])
    if not len(written) or features.forms is None:
        return None
    start, end = start + int(written[0]), start + int(written[-1]) + 1
    tokens, rows = slice(start, end), slice(first, after)
    starts = np.clip(features.starts[rows] - start, 0, None)
    if len(starts) > 1 and starts[-1] >= end - start:  # a last line of nothing but white space
        return None
    places = features.places[tokens].copy()
    places[0, 0] = 1
    piece = replace(
        features,
        ids=features.ids[tokens],
        places=places,
        starts=starts,
        sentences=as_all_there_is(features.sentences[rows]),
        sentence_of=np.arange(after - first),
        forms=features.forms[tokens],
    )
    return piece, wanted.part(tokens, rows)
