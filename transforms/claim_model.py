"""Sentences in; whether each is a claim and of what kind out: linear weights over n-grams and cues."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from transforms.claim_features import ClaimCues, SentenceInArticle, feature_matrix
from transforms.records import Certainty, ClaimKind, Polarity

MODEL_FILE = "claims.npz"
CLAIM_KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
_YES = frozenset({"claim", "negated", "hedged"})
_NEVER = -30.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model makes of one sentence: the probability that it is a claim, and what kind it would be."""

    probability: float
    kind: ClaimKind
    polarity: Polarity
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Head:
    """One question: its answers, and a column of weights for each (one column where there are two answers)."""

    answers: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClaimModel:
    """Weights for `claim`, `kind`, `polarity` and `certainty`; from probability `threshold` on it is a claim."""

    heads: dict[str, Head]
    threshold: float
    # the weights of all heads side by side: a sentence's columns are looked up once, not once a head
    _weights: NDArray[np.float32] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the heads' weights side by side."""
        weights = [head.weights for head in self.heads.values()]
        object.__setattr__(self, "_weights", np.ascontiguousarray(np.hstack(weights), dtype=np.float32))

    def scores(self, sentences: Sequence[SentenceInArticle], cues: ClaimCues) -> NDArray[np.float32]:
        """(sentences, 7) log-odds: whether it is a claim, one for each of CLAIM_KINDS, whether negated, whether hedged.

        A kind that was never learned is as unlikely as can be.
        """
        found = np.full((len(sentences), 3 + len(CLAIM_KINDS)), _NEVER, dtype=np.float32)
        if not sentences:
            return found
        ends = np.cumsum([head.weights.shape[1] for head in self.heads.values()])[:-1]
        by_head = np.split(feature_matrix(sentences, cues) @ self._weights, ends, axis=1)
        answered = {name: score + head.bias for (name, head), score in zip(self.heads.items(), by_head, strict=True)}
        columns = {"claim": 0, "polarity": 1 + len(CLAIM_KINDS), "certainty": 2 + len(CLAIM_KINDS)}
        for name, column in columns.items():
            head = self.heads[name]
            score = answered[name][:, 0]
            found[:, column] = score if head.answers[-1] in _YES else -score
        head = self.heads["kind"]
        by_kind = answered["kind"]
        if by_kind.shape[1] < len(head.answers):  # two kinds share one column
            by_kind = np.hstack([-by_kind, by_kind])
        for n, kind in enumerate(head.answers):
            found[:, 1 + CLAIM_KINDS.index(kind)] = by_kind[:, n]
        return found


def judgements_of(scores: NDArray[np.float32]) -> list[Judgement]:
    """One judgement for each row of scores, as `ClaimModel.scores` gives them."""
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


def save_model(model: ClaimModel, path: Path) -> None:
    """Write a model as one compressed file without pickles; weights as half floats."""
    arrays: dict[str, Any] = {"threshold": np.float32(model.threshold)}
    for name, head in model.heads.items():
        arrays[f"{name}.answers"] = np.array(head.answers)
        arrays[f"{name}.weights"] = head.weights.astype(np.float16)
        arrays[f"{name}.bias"] = head.bias.astype(np.float32)
    np.savez_compressed(path, **arrays)


@cache
def load_model(path: Path) -> ClaimModel:
    """The model of a file that `save_model` wrote. Raises FileNotFoundError, or ValueError for any other file."""
    try:
        return _model_in(path)
    except (ValueError, KeyError, EOFError, AttributeError, TypeError, BadZipFile) as error:
        raise ValueError(f"{path}: not a claim model: {error}") from error


def _model_in(path: Path) -> ClaimModel:
    with np.load(path, allow_pickle=False) as arrays:
        names = {key.partition(".")[0] for key in arrays if "." in key}
        heads = {
            name: Head(
                answers=tuple(str(answer) for answer in arrays[f"{name}.answers"]),
                weights=arrays[f"{name}.weights"].astype(np.float32),
                bias=arrays[f"{name}.bias"],
            )
            for name in names
        }
        return ClaimModel(heads=heads, threshold=float(arrays["threshold"]))
