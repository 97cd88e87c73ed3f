"""A file of subword vectors in; a vector for any word out, known or not (floret's way: hashed parts of the word)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # compiled, and without types

VECTORS_FILE = "vectors.npz"
VectorsOf = Callable[[list[str]], NDArray[np.float32]]
# A longer word is read by its beginning: its parts grow with its length.
_LONGEST = 60


def load_vectors(path: Path) -> VectorsOf:
    """What gives one row for each word, lower case. Raises FileNotFoundError, KeyError for another file."""
    with np.load(path, allow_pickle=False) as arrays:
        table = arrays["table"].astype(np.float32)
        hash_count, smallest, largest, seed = (int(n) for n in arrays["settings"])
    vectors: Any = Vectors(
        strings=StringStore(),
        mode="floret",
        data=table,
        hash_count=hash_count,
        minn=smallest,
        maxn=largest,
        hash_seed=seed,
        bow="<",
        eow=">",
    )

    def rows(words: list[str]) -> NDArray[np.float32]:
        """(words, columns)."""
        found: NDArray[np.float32] = vectors.get_batch([word[:_LONGEST] for word in words])
        return found

    return rows


def save_vectors(floret: Path, path: Path) -> None:
    """Write a table that floret trained (`save_floret_vectors`) in half floats, scaled to a spread of one half.

    The scale is that of the model's other numbers, which are 0 or 1.
    """
    with floret.open(encoding="utf-8") as lines:
        rows, columns, smallest, largest, hash_count, seed, _, _ = lines.readline().split()
        table = np.zeros((int(rows), int(columns)), dtype=np.float32)
        for line in lines:
            row, *values = line.split()
            table[int(row)] = [float(value) for value in values]
    # a word is the mean of about eight parts
    table *= 0.5 * np.sqrt(8) / table.std()
    settings = np.array([int(hash_count), int(smallest), int(largest), int(seed)])
    np.savez_compressed(path, table=table.astype(np.float16), settings=settings)
