"""Scores of sentences in; what they say out: whether each is a claim, of what kind, denied or not, sure or not."""

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from transforms.records import Certainty, ClaimKind, Polarity

# Log-odds from which on a claim is read as denied, and as hedged. Our earlier readers called a claim hedged wherever it
# holds "kan": "U zult leren zwemmen, zodat u zonder pijn kunt bewegen." is asserted. Chosen on 531 Dutch pages that
# were annotated later and not yet learned from: of 3,023 claims certainty was right in .943 where it was .924 from even
# odds on, polarity in .972 where it was .969.
_NEGATED_FROM, _HEDGED_FROM = 0.5, 1.0

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
    negated, hedged = scores[:, -2] > _NEGATED_FROM, scores[:, -1] > _HEDGED_FROM
    return [
        Judgement(
            probability=float(probabilities[n]),
            kind=CLAIM_KINDS[kinds[n]],
            polarity="negated" if negated[n] else "affirmed",
            certainty="hedged" if hedged[n] else "asserted",
        )
        for n in range(len(scores))
    ]
