"""The model of entries: it learns, is written and read, scores as measured, and is the one that ships."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from flows.reference_training import held_out, main, read_entries, score_line
from tests.conftest import SHARED
from transforms.reference_model import MODEL_FILE, best_path, load_reference_model, save_reference_model
from transforms.reference_scoring import score_entries
from transforms.reference_training import read_fields, train_reference_model

ENTRIES = [
    [("author", f"{name} A, Bos C."), ("title", f"Slaap en {word} bij ouderen."), ("journal", "Huisarts Wet."),
     ("date", "2015;"), ("volume", "58:"), ("pages", "123-6.")]
    for name, word in (("Smit", "koffie"), ("Visser", "licht"), ("Mulder", "lawaai"), ("Dekker", "warmte"))
] + [
    [("author", f"{name}, A."), ("date", "(2019)."), ("title", f"Over {word}."), ("publisher", "Utrecht: Boom.")]
    for name, word in (("Smit", "koffie"), ("Visser", "licht"), ("Mulder", "lawaai"), ("Dekker", "warmte"))
]  # fmt: skip


def test_a_model_learns_fields_and_comes_back_from_its_file(tmp_path: Path) -> None:
    model = train_reference_model(ENTRIES)
    save_reference_model(model, tmp_path / "model.npz")
    loaded = load_reference_model(tmp_path / "model.npz")
    for entry in ENTRIES:
        tokens, gold = read_fields(entry)
        assert model.fields(tokens) == loaded.fields(tokens) == gold
    assert loaded.fields([]) == []


def test_training_twice_gives_the_same_model() -> None:
    one, other = (train_reference_model(ENTRIES) for _ in range(2))
    assert np.array_equal(one.weights, other.weights) and one.rows == other.rows


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez_compressed(path, weights=np.zeros(3))
    with pytest.raises(ValueError, match="not a model of references"):
        load_reference_model(path)
    with pytest.raises(OSError):
        load_reference_model(tmp_path / "none.npz")


def test_the_best_path_is_the_best_of_all() -> None:
    numbers = np.random.default_rng(1)
    scores, steps, start = numbers.normal(size=(4, 3)), numbers.normal(size=(4, 3, 3)), numbers.normal(size=3)

    def total(path: tuple[int, ...]) -> float:
        walked = sum(steps[n, a, b] for n, (a, b) in enumerate(pairwise(path)))
        return float(start[path[0]] + sum(scores[n, label] for n, label in enumerate(path)) + walked)

    every = [(a, b, c, d) for a in range(3) for b in range(3) for c in range(3) for d in range(3)]
    assert tuple(best_path(scores, steps, start)) == max(every, key=total)


def test_scores_tell_right_from_wrong() -> None:
    right = [("author", "Smit AB, Bos C."), ("title", "Slaap en koffie bij ouderen."), ("journal", "Huisarts Wet."),
             ("date", "2015;"), ("volume", "58:"), ("pages", "123-6.")]  # fmt: skip
    wrong = [*right[:3], ("note", "2015;"), ("volume", "58:"), ("pages", "123-6."), ("doi", "doi:10.1234/HW.58.")]
    scores = score_entries([right, wrong])
    assert {name: (score.right, score.given) for name, score in scores.items()} == {
        "authors": (2, 2), "first_author": (2, 2), "title": (2, 2), "journal": (2, 2), "year": (1, 1), "doi": (2, 1)
    }  # fmt: skip
    assert score_line("year", scores["year"]) == "year: 0.500 (1 of 2; 1 of the 1 that have one)"


def test_wrong_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == main([str(tmp_path / "none.xml")]) == 2
    assert "usage" in capsys.readouterr().err
    (tmp_path / "no.xml").write_text("<a>")
    with pytest.raises(ValueError, match="no XML"):
        read_entries(tmp_path / "no.xml")


def test_what_ships_is_as_good_as_the_docs_say() -> None:
    gold = SHARED / "datasets" / "refs_anystyle" / "gold.xml"
    if not gold.exists():
        pytest.skip("anystyle's entries are not beside the project")
    assert MODEL_FILE.stat().st_size < 400_000
    _, unseen = held_out(read_entries(gold))
    scores = score_entries(unseen)
    floors = {"authors": 290, "first_author": 293, "title": 280, "journal": 274, "year": 294, "doi": 300}
    assert len(unseen) == 300
    assert {name: scores[name].right >= floor for name, floor in floors.items()} == dict.fromkeys(floors, True)
