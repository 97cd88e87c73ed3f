"""A file of vectors of word forms in; a vector for any form out, also of a compound that only ends in a known one.

The vectors come from a multilingual encoder (flows.vectors), so that words of like meaning lie near each other within a
language and across languages: what is learned of "relieves" is known of "verlicht".
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FORMS_FILE = "forms.npz"
VectorsOf = Callable[[list[str]], Floats]
# A longer word is read by its beginning.
_LONGEST = 60
# A shorter end of a word tells nothing of it: "en", "ing".
_SHORTEST_END = 4
# Of 384 columns so many keep 0.63 of the variance, and 7 MB a language.
_COLUMNS = 128
# The scale of the model's other numbers, which are 0 or 1.
_SPREAD = 0.5
# The most frequent forms tell where the middle of a language lies, and which axes matter.
_FOR_MIDDLE, _FOR_AXES = 20_000, 25_000


@dataclass(frozen=True, slots=True)
class FormBasis:
    """The axes along which vectors of word forms are kept: (encoder's columns, ours), scale included."""

    axes: Floats

    def of(self, encoded: Floats) -> Floats:
        """(forms, ours): the encoder's vectors of one language, the most frequent form first, around its middle."""
        middle = encoded[:_FOR_MIDDLE].mean(axis=0)
        along: Floats = (encoded - middle) @ self.axes
        return along


def form_basis(encoded: Sequence[Floats], columns: int = _COLUMNS) -> FormBasis:
    """The main axes of some languages together, each around its own middle.

    Each axis is divided by the square root of its spread: between the encoder's own weighting, in which the first axes
    drown the others, and giving all the same weight, noise included.
    """
    around = [one[:_FOR_AXES] - one[:_FOR_MIDDLE].mean(axis=0) for one in encoded]
    together = np.vstack(around).astype(np.float64)
    _, axes = np.linalg.eigh(together.T @ together)
    axes = axes[:, ::-1][:, :columns]
    axes = axes / np.sqrt((together @ axes).std(axis=0))
    return FormBasis((axes * _SPREAD / (together @ axes).std()).astype(np.float32))


def save_basis(basis: FormBasis, path: Path) -> None:
    """Write a basis without pickles."""
    np.savez_compressed(path, axes=basis.axes)


def load_basis(path: Path) -> FormBasis:
    """The basis of a file that `save_basis` wrote. Raises FileNotFoundError, KeyError for another file."""
    with np.load(path, allow_pickle=False) as arrays:
        return FormBasis(arrays["axes"])


def save_form_vectors(forms: Sequence[str], vectors: Floats, path: Path) -> None:
    """Write (forms, columns) vectors as whole numbers of one byte, each column with a scale of its own."""
    scale = np.maximum(np.abs(vectors).max(axis=0), 1e-9) / 127
    table = np.round(vectors / scale).astype(np.int8)
    np.savez_compressed(path, forms=np.array("\n".join(forms)), table=table, scale=scale.astype(np.float32))


def load_form_vectors(path: Path) -> VectorsOf:
    """What gives one row for each word form, lower case.

    The last column is 1 for a form of the file; of a compound the share of it that is known, whose vector it has; 0,
    like all others, for a form of which nothing is known. Raises FileNotFoundError, KeyError for another file.
    """
    with np.load(path, allow_pickle=False) as arrays:
        row_of = {form: n for n, form in enumerate(str(arrays["forms"]).split("\n"))}
        known, scale = arrays["table"], arrays["scale"]
    columns = known.shape[1]

    def rows(words: list[str]) -> Floats:
        """(words, columns + 1)."""
        found = np.zeros((len(words), columns + 1), dtype=np.float32)
        for n, word in enumerate(words):
            form = word if word in row_of else known_end(word[:_LONGEST], row_of)
            if form is not None:
                found[n, :columns] = known[row_of[form]] * scale
                found[n, columns] = len(form) / len(word)
        return found

    return rows


def known_end(word: str, forms: Container[str]) -> str | None:
    """The longest end of a word that is a known form itself: the head of a compound ("kniespieren" → "spieren")."""
    ends = (word[first:] for first in range(1, len(word) - _SHORTEST_END + 1))
    return next((end for end in ends if end in forms), None)
