"""The starter notebook: its cells run from the first to the last on a published file, and show bars and rows."""

import ast
import json
from pathlib import Path
from typing import Any

import pandas as pd

from flows.data_folder import DataFolder
from flows.loading import load_check_publish
from tests.conftest import claimtrace
from tests.tagged_articles import full_example, make_fileset


def run_cell(source: str, names: dict[str, Any]) -> Any:
    """Run a cell as Jupyter does; out: the value of its last line."""
    *statements, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(statements, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def test_every_code_cell_runs_and_shows_something(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "it's {data}")
    load_check_publish([make_fileset(tmp_path, [full_example()])], data)
    target = tmp_path / "start.ipynb"
    done = claimtrace("notebook", "-o", target, "--data", data.root)
    assert done.returncode == 0, done.stderr
    written = json.loads(target.read_text())
    assert (written["nbformat"], written["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in written["cells"]]
    assert len(set(ids)) == len(ids)
    names: dict[str, Any] = {}
    shown = [run_cell("".join(cell["source"]), names) for cell in written["cells"] if cell["cell_type"] == "code"]
    html = [one.to_html() for one in shown]
    assert sum("linear-gradient" in text for text in html) >= 3  # bars
    assert names["grades"]["claims"].sum() == 3
    assert all(len(one if isinstance(one, pd.DataFrame) else one.data) for one in shown)
    names["con"].close()


def test_no_notebook_is_overwritten(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    assert claimtrace("notebook", "-o", tmp_path / "x.ipynb", "--data", data.root).returncode == 2
    data.published.parent.mkdir(parents=True)
    data.published.write_bytes(b"any")
    (tmp_path / "x.ipynb").write_text("a week of work")
    done = claimtrace("notebook", "-o", tmp_path / "x.ipynb", "--data", data.root)
    assert done.returncode == 2 and "may hold your work" in done.stderr
    assert (tmp_path / "x.ipynb").read_text() == "a week of work"
