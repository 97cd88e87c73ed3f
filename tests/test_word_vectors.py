"""A word's vector is the mean of its parts: words that share parts are near each other, known or not."""

from pathlib import Path

import numpy as np
import pytest

from transforms.lang import languages
from transforms.word_vectors import VECTORS_FILE, load_vectors, save_vectors

ROWS, COLUMNS = 50, 4
# as floret writes it: rows, columns, shortest and longest part, hashes, seed, begin and end of a word
HEAD = f"{ROWS} {COLUMNS} 3 5 2 2166136261 < >\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table as floret would have learned it."""
    numbers = np.random.default_rng(0).normal(size=(ROWS, COLUMNS)) * 7
    path = tmp_path / "table.floret"
    rows = (" ".join(map(str, [n, *row])) for n, row in enumerate(numbers.tolist()))
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_any_word_has_a_row_and_always_the_same(table: Path, tmp_path: Path) -> None:
    save_vectors(table, tmp_path / "vectors.npz")
    vectors_of = load_vectors(tmp_path / "vectors.npz")
    words = ["gember", "gemberthee", "🧄", "x", "", "a" * 100_000]
    rows = vectors_of(words)
    assert rows.shape == (len(words), COLUMNS) and rows.dtype == np.float32 and np.isfinite(rows).all()
    assert np.allclose(vectors_of(words[:1]), rows[0])
    assert np.array_equal(vectors_of(["a" * 60]), vectors_of(["a" * 61]))  # a longer word is read by its beginning


def test_the_scale_is_that_of_the_models_other_numbers(table: Path, tmp_path: Path) -> None:
    save_vectors(table, tmp_path / "vectors.npz")
    with np.load(tmp_path / "vectors.npz") as arrays:
        assert arrays["table"].astype(np.float64).std() == pytest.approx(0.5 * 8**0.5, rel=0.01)


@pytest.mark.parametrize(
    ("lang", "word", "kin", "stranger"),
    [("nl", "hoofdpijn", "buikpijn", "gemeenteraad"), ("en", "headache", "headaches", "parliament")],
)
def test_the_shipped_vectors(lang: str, word: str, kin: str, stranger: str) -> None:
    one, near, far = load_vectors(languages()[lang].folder / VECTORS_FILE)([word, kin, stranger])
    assert cosine(one, near) > cosine(one, far)


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_vectors(tmp_path / "none.npz")
    np.savez(tmp_path / "other.npz", numbers=np.ones(3))
    with pytest.raises(KeyError):
        load_vectors(tmp_path / "other.npz")
