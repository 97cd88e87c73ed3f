"""What names a model: the weights and nothing else."""

from pathlib import Path

import pytest

from transforms.model_version import model_version


def test_other_weights_another_name(tmp_path: Path) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    one.write_bytes(b"learned")
    two.write_bytes(b"learned more")
    assert model_version("nl", [one]) != model_version("nl", [two])
    assert len({model_version("nl", files) for files in ([one], [one, two], [two, one])}) == 3


def test_the_same_weights_the_same_name_wherever_they_lie(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"learned")
    (tmp_path / "b.npz").write_bytes(b"learned")
    name = model_version("nl", [tmp_path / "a.npz"])
    assert name == model_version("nl", [tmp_path / "b.npz"])
    assert name.startswith("nl-") and len(name) == 11


def test_no_file_no_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        model_version("nl", [tmp_path / "none.npz"])
