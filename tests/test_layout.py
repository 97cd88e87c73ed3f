"""The house rules that no linter knows: rooms resolve to this checkout, names are nouns, the docs say what is there."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("spiders", "transforms", "warehouse", "reports", "flows")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_this_checkouts_and_not_another_package_of_that_name(room: str) -> None:
    assert Path(str(importlib.import_module(room).__file__)).is_relative_to(ROOT)


def test_no_module_is_called_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path.stem in vague]


def test_no_flow_module_hides_a_room() -> None:
    """Prefect puts the folder of a flow's file first on the path: `flows/warehouse.py` would shadow the room."""
    assert not {path.stem for path in (ROOT / "flows").glob("*.py")} & set(ROOMS)


def test_every_sql_file_opens_with_its_grain() -> None:
    """Migrations and loads change tables, and say of each statement what it does instead."""
    for path in [*(ROOT / "warehouse").rglob("*.sql"), *(ROOT / "reports").rglob("*.sql")]:
        if path.parent.name not in {"migrations", "loads"}:
            assert path.read_text().startswith("-- One row"), path


def test_lock_files_name_hashes_and_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.lock"):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert "--index-url" not in text
        assert "--find-links" not in text


def test_what_has_an_upper_bound_says_so_in_the_lock() -> None:
    """Prefect 3.8.8 breaks with fastapi 0.155 and sqlalchemy 2.1: the lock must stay below both."""
    lock = (ROOT / "requirements" / "runtime.lock").read_text()
    versions = dict(re.findall(r"^(fastapi|sqlalchemy|prefect)==([\d.]+)", lock, re.MULTILINE))
    assert versions["fastapi"].startswith("0.139.")
    assert versions["sqlalchemy"].startswith("2.0.")
    assert versions["prefect"].startswith("3.8.")


def test_readme_names_every_room_and_its_flow() -> None:
    readme = (ROOT / "README.md").read_text()
    assert all(f"{room}/" in readme for room in ROOMS)


def test_nothing_names_a_developers_machine() -> None:
    own = re.compile(r"/(?:home|root|Users)/\w")
    for path in ROOT.rglob("*"):
        if path.suffix in {".py", ".md", ".toml", ".sql", ".lock", ".html"} and ".venv" not in path.parts:
            assert own.search(path.read_text(encoding="utf-8", errors="replace")) is None, path


def test_decisions_are_a_page_each() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(path.read_text().splitlines()) <= 30, path


def test_the_version_stands_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()
