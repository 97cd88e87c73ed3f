"""Sentences in; whether each is a claim and of what kind out: linear weights over n-grams and cues."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from transforms.claim_features import ClaimCues, SentenceInArticle, feature_matrix
from transforms.records import Certainty, ClaimKind, Polarity

MODEL_FILE = "claims.npz"


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

    def judgements(self, sentences: Sequence[SentenceInArticle], cues: ClaimCues) -> list[Judgement]:
        """One judgement for each sentence, in order."""
        if not sentences:
            return []
        features = feature_matrix(sentences, cues)
        scores = {name: features @ head.weights + head.bias for name, head in self.heads.items()}
        probabilities = 1 / (1 + np.exp(-np.clip(scores["claim"][:, 0], -30, 30)))
        return [
            Judgement(
                probability=float(probabilities[n]),
                kind=cast(ClaimKind, self._answer("kind", scores["kind"][n])),
                polarity=cast(Polarity, self._answer("polarity", scores["polarity"][n])),
                certainty=cast(Certainty, self._answer("certainty", scores["certainty"][n])),
            )
            for n in range(len(sentences))
        ]

    def _answer(self, name: str, scores: NDArray[Any]) -> str:
        answers = self.heads[name].answers
        return answers[int(scores[0] > 0)] if len(scores) == 1 else answers[int(np.argmax(scores))]


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
