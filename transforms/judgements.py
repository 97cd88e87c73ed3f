"""Scores of sentences in; what they say out: whether each is a claim, of what kind, denied or not, sure or not."""

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from transforms.records import Certainty, ClaimKind, Polarity

CLAIM_KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model makes of one sentence: the probability that it is a claim, and what kind it would be."""

    probability: float
    kind: ClaimKind
    polarity: Polarity
    certainty: Certainty


def judgements_of(scores: NDArray[np.float32]) -> list[Judgement]:
    """One judgement for each row of (sentences, 7) log-odds.

    The columns: whether it is a claim, one for each of CLAIM_KINDS, whether negated, whether hedged.
    """
    probabilities = 1 / (1 + np.exp(-np.clip(scores[:, 0], -30, 30)))
    kinds = scores[:, 1 : 1 + len(CLAIM_KINDS)].argmax(axis=1)
    negated, hedged = scores[:, -2] > 0, scores[:, -1] > 0
    return [
        Judgement(
            probability=float(probabilities[n]),
            kind=CLAIM_KINDS[kinds[n]],
            polarity="negated" if negated[n] else "affirmed",
            certainty="hedged" if hedged[n] else "asserted",
        )
        for n in range(len(scores))
    ]
