"""Features of an entry's tokens in; the field that each token belongs to out: a linear model over the whole chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from transforms.reference_features import BORDERS, Token, borders_of, features_of

MODEL_FILE = Path(__file__).with_name("reference_entries.npz")


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceModel:
    """One weight for each feature and field, and for each two fields that meet at a border; `start` for the first."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.float32]
    steps: NDArray[np.float32]
    start: NDArray[np.float32]

    def fields(self, tokens: Sequence[Token]) -> list[str]:
        """The most likely field of each token, all of them together."""
        if not tokens:
            return []
        features = features_of(tokens)
        rows = [[self.rows[name] for name in row if name in self.rows] for row in features]
        scores = np.stack([self.weights[row].sum(axis=0) for row in rows])
        return [self.labels[label] for label in best_path(scores, self.steps[borders_of(tokens)], self.start)]


def best_path(scores: NDArray[np.float32], steps: NDArray[np.float32], start: NDArray[np.float32]) -> list[int]:
    """The labels whose scores and steps add up to most (Viterbi); `steps` has those after each token."""
    total = scores[0] + start
    back = np.zeros(scores.shape, dtype=np.int32)
    for n in range(1, len(scores)):
        reached = total[:, None] + steps[n - 1]
        back[n] = reached.argmax(axis=0)
        total = reached.max(axis=0) + scores[n]
    path = [int(total.argmax())]
    for n in range(len(scores) - 1, 0, -1):
        path.append(int(back[n][path[-1]]))
    return path[::-1]


def save_reference_model(model: ReferenceModel, path: Path = MODEL_FILE) -> None:
    """Write a model as one compressed file without pickles, features in the order of their rows."""
    np.savez_compressed(
        path,
        labels=np.array(model.labels),
        features=np.frombuffer("\n".join(model.rows).encode(), dtype=np.uint8),
        weights=model.weights.astype(np.float16),
        steps=model.steps.astype(np.float32),
        start=model.start.astype(np.float32),
    )


@cache
def load_reference_model(path: Path = MODEL_FILE) -> ReferenceModel:
    """The model of a file that `save_reference_model` wrote. Raises ValueError for any other, OSError for none."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = arrays["features"].tobytes().decode().split("\n")
            model = ReferenceModel(
                labels=tuple(map(str, arrays["labels"])),
                rows={name: n for n, name in enumerate(names)},
                weights=arrays["weights"].astype(np.float32),
                steps=arrays["steps"],
                start=arrays["start"],
            )
    except (ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ValueError(f"{path}: not a model of references: {error}") from error
    count = len(model.labels)
    if model.weights.shape != (len(names), count) or model.steps.shape != (BORDERS, count, count):
        raise ValueError(f"{path}: not a model of references: {model.weights.shape}")
    return model
