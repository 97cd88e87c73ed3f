"""Rows of pairs in; the probability that each citation is offered for its claim out: a network of one hidden layer."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from transforms.pair_features import ROW_LENGTH, PairRows

# One file for all languages: what ties a citation to a claim hardly depends on the language, whose words are lists.
MODEL_FILE = Path(__file__).parent / "pairs.npz"


@dataclass(frozen=True, slots=True, eq=False)
class PairModel:
    """Weights of the hidden units and of the answer; from probability `threshold` on it is a pair.

    `listed_threshold` is that of the entries of a sources list, which stand far from the claim: a list that nobody
    refers to ("Bronnen: www.example.org") is no reader's way from a sentence to its source.
    """

    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    answer: NDArray[np.float32]
    answer_bias: float
    threshold: float
    listed_threshold: float

    def probabilities(self, pairs: PairRows) -> NDArray[np.float32]:
        """One probability for each row, 0 to 1."""
        if not len(pairs.claims):
            return np.zeros(0, dtype=np.float32)
        scores = np.maximum(pairs.rows @ self.hidden + self.hidden_bias, 0) @ self.answer + self.answer_bias
        probabilities: NDArray[np.float32] = 1 / (1 + np.exp(-scores.clip(-30, 30)))
        return probabilities

    def chosen(self, pairs: PairRows, listed: frozenset[int]) -> set[tuple[int, int]]:
        """The (claim index, citation index) of every pair that the model takes; `listed` citations are entries."""
        is_listed = np.isin(pairs.citations, tuple(listed))
        taken = self.probabilities(pairs) >= np.where(is_listed, self.listed_threshold, self.threshold)
        return set(zip(pairs.claims[taken].tolist(), pairs.citations[taken].tolist(), strict=True))


def save_pair_model(model: PairModel, path: Path = MODEL_FILE) -> None:
    """Write a model as one compressed file without pickles; weights as half floats."""
    np.savez_compressed(
        path,
        hidden=model.hidden.astype(np.float16),
        hidden_bias=model.hidden_bias.astype(np.float32),
        answer=model.answer.astype(np.float32),
        answer_bias=np.float32(model.answer_bias),
        threshold=np.float32(model.threshold),
        listed_threshold=np.float32(model.listed_threshold),
    )


@cache
def load_pair_model(path: Path = MODEL_FILE) -> PairModel | None:
    """The model of a file that `save_pair_model` wrote; None where there is no file.

    Raises ValueError for any other file, also for one of other rows than `pair_rows` gives.
    """
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            model = PairModel(
                hidden=arrays["hidden"].astype(np.float32),
                hidden_bias=arrays["hidden_bias"].astype(np.float32),
                answer=arrays["answer"].astype(np.float32),
                answer_bias=float(arrays["answer_bias"]),
                threshold=float(arrays["threshold"]),
                listed_threshold=float(arrays["listed_threshold"]),
            )
    except (ValueError, KeyError, EOFError, AttributeError, TypeError, BadZipFile) as error:
        raise ValueError(f"{path}: not a model of pairs: {error}") from error
    if model.hidden.shape != (ROW_LENGTH, len(model.answer)) or model.hidden_bias.shape != model.answer.shape:
        raise ValueError(f"{path}: not a model of pairs of {ROW_LENGTH} numbers: {model.hidden.shape}")
    return model
