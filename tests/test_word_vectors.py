"""Vectors of word forms: like meanings lie near each other, across languages too; a compound is read by its head."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.lang import languages
from transforms.word_vectors import (
    FORMS_FILE,
    form_basis,
    known_end,
    load_basis,
    load_form_vectors,
    save_basis,
    save_form_vectors,
)

FORMS = ["de", "spieren", "pijn", "gember"]
SHIPPED = {lang: load_form_vectors(languages()[lang].folder / FORMS_FILE) for lang in ("nl", "en")}


@pytest.fixture
def vectors() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(len(FORMS), 6)).astype(np.float32)


@pytest.fixture
def file(tmp_path: Path, vectors: np.ndarray) -> Path:
    save_form_vectors(FORMS, vectors, tmp_path / FORMS_FILE)
    return tmp_path / FORMS_FILE


def test_a_known_form_has_its_vector_and_a_one(file: Path, vectors: np.ndarray) -> None:
    [row] = load_form_vectors(file)(["pijn"])
    assert row[:-1] == pytest.approx(vectors[2], abs=float(np.abs(vectors).max()) / 127) and row[-1] == 1


def test_a_compound_has_the_vector_of_its_head_and_the_share_of_it(file: Path) -> None:
    head, compound = load_form_vectors(file)(["spieren", "kniespieren"])
    assert np.array_equal(head[:-1], compound[:-1]) and compound[-1] == pytest.approx(7 / 11)


def test_of_a_strange_form_nothing_is_known(file: Path) -> None:
    rows = load_form_vectors(file)(["zxcvb", "", "🧄", "onde"])  # "de" is too short an end
    assert rows.shape == (4, 7) and not rows.any()


@given(st.text(max_size=200))
def test_any_word_has_finite_numbers(word: str) -> None:
    [row] = SHIPPED["nl"]([word])
    assert np.isfinite(row).all()
    end = known_end(word, {"pijn", "zorg"})
    assert end is None or (word.endswith(end) and len(word) > len(end))


def test_a_basis_keeps_the_main_axes_at_one_spread(tmp_path: Path) -> None:
    numbers = np.random.default_rng(0)
    spread = np.array([9, 4, 1, 0.01])
    one, other = (numbers.normal(size=(500, 4)) * spread + middle for middle in (5, -5))
    save_basis(form_basis([one, other], columns=2), tmp_path / "basis.npz")
    seen = load_basis(tmp_path / "basis.npz").of(one.astype(np.float32))
    assert seen.shape == (500, 2) and seen.mean(axis=0) == pytest.approx([0, 0], abs=1e-3)  # each around its middle
    assert seen.std() == pytest.approx(0.5, rel=0.1)
    first, second = seen.std(axis=0)
    assert 1 < first / second < 9 / 4  # nearer to each other than they were, and in the same order


@pytest.mark.parametrize(
    ("word", "kin", "stranger"),
    [(("nl", "hoofdpijn"), ("nl", "buikpijn"), ("nl", "gemeenteraad")),
     (("en", "improves"), ("en", "improvement"), ("en", "parliament")),
     (("nl", "verbetert"), ("en", "improves"), ("en", "tuesday")),
     (("en", "disease"), ("nl", "ziekte"), ("nl", "voetbal"))],
)  # fmt: skip
def test_the_shipped_vectors(word: tuple[str, str], kin: tuple[str, str], stranger: tuple[str, str]) -> None:
    one, near, far = (SHIPPED[lang]([form])[0, :-1] for lang, form in (word, kin, stranger))
    assert cosine(one, near) > cosine(one, far)


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_form_vectors(tmp_path / "none.npz")
    np.savez(tmp_path / "other.npz", numbers=np.ones(3))
    with pytest.raises(KeyError):
        load_form_vectors(tmp_path / "other.npz")
