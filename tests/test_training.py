"""`python -m flows.training` and `python -m flows.vectors`: what they answer to a wrong call, and what they write."""

import importlib.util
from pathlib import Path

import pytest

from flows import training, vectors


@pytest.mark.parametrize("arguments", [[], ["no/such/folder"], ["FOLDER", "linear"], ["LINES", "quadratic"]])
def test_training_needs_a_folder_with_lines_and_models_it_knows(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "LINES").mkdir()
    (tmp_path / "LINES" / "nl.jsonl").touch()
    (tmp_path / "FOLDER").mkdir()
    named = [str(tmp_path / one) if one.isupper() else one for one in arguments]
    assert training.main(named) == 2
    assert "usage: python -m flows.training FOLDER [linear | joint | pairs]" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nl"], ["text.txt"], ["text.txt", "xx"]])
def test_vectors_need_a_text_and_a_language(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert vectors.main(arguments) == 2
    assert "usage: python -m flows.vectors TEXT… CODE" in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("floret") is not None, reason="floret is installed here")
def test_vectors_need_floret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vectors.main([str(tmp_path / "text.txt"), "nl"]) == 2
    assert "pip install floret" in capsys.readouterr().err
