"""Load, check, publish: an error keeps the last good file, a warning is told and published."""

import json
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from flows.command_errors import CommandFailed
from flows.data_folder import DataFolder
from flows.loading import ChecksFailedError, checked, load_check_publish
from flows.summaries import print_warnings
from tests.conftest import claimtrace
from tests.tagged_articles import full_example, make_article, make_fileset, make_tagged
from warehouse.connection import open_warehouse
from warehouse.errors import NoWarehouse
from warehouse.queries import Published


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path / "data")
    load_check_publish([make_fileset(tmp_path, [full_example()])], data)
    return data


def spoil(data: DataFolder, sql: str) -> None:
    con = open_warehouse(data.warehouse)
    con.execute(sql)
    con.close()


def early(tmp_path: Path) -> Path:
    return make_fileset(tmp_path, [make_tagged(make_article(published=date(1970, 1, 1)))], run_id="run-2")


def test_an_error_stops_the_publication_and_keeps_the_last_good_file(data: DataFolder, tmp_path: Path) -> None:
    before = data.published.stat().st_ino
    spoil(data, "update core.claims set certainty = 'sure'")
    with pytest.raises(ChecksFailedError, match=r"(?s)check vocabulary: 1 rows.*'sure'"):
        load_check_publish([early(tmp_path)], data)
    assert data.published.stat().st_ino == before
    with Published(data.published) as asked:
        assert asked.rows("select count(*) from articles") == [(1,)]


def test_a_warning_is_told_and_published(data: DataFolder, tmp_path: Path) -> None:
    told: list[str] = []
    loaded = load_check_publish([early(tmp_path)], data, told.append)
    (warning,) = loaded.warnings
    assert warning.startswith("check dates_in_range: 1 rows. Does every date")
    assert "1970" in warning
    assert any(line.endswith("checks passed, 1 warn") for line in told)
    with Published(data.published) as asked:
        assert asked.rows("select count(*) from articles") == [(2,)]
    console = Console(record=True, width=400)
    print_warnings(console, loaded.warnings)
    assert console.export_text().startswith("Warning: check dates_in_range")


def test_the_check_command_tells_each_check_and_fails_for_an_error_only(data: DataFolder, tmp_path: Path) -> None:
    load_check_publish([early(tmp_path)], data)
    warned = claimtrace("check", "--data", data.root)
    assert warned.returncode == 0, warned.stderr
    assert "warn   dates_in_range  1 rows" in warned.stdout
    assert "ok     claim_spans" in warned.stdout
    spoil(data, "update core.claims set certainty = 'sure'")
    failed = claimtrace("check", "--json", "--data", data.root)
    assert failed.returncode == 1
    assert "check vocabulary: 1 rows" in failed.stderr
    rows = {row["name"]: row for row in json.loads(failed.stdout)}
    assert rows["vocabulary"]["examples"] == [{"place": "claims.certainty", "word": "sure"}]
    assert rows["dates_in_range"]["severity"] == "warn"


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouse, match="claimtrace ingest"):
        checked(DataFolder(tmp_path))
    assert not (tmp_path / "warehouse").exists()
    assert issubclass(ChecksFailedError, CommandFailed)
