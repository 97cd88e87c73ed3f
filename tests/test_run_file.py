"""What a run file says survives the file; one that is torn, missing or a stranger's says nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders.run_file import read_run, run_path, write_run
from transforms.records import Run

AT = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
KILLED = Run(
    run_id="blog-20260301T093015Z",
    site="blog",
    started_at=AT,
    finished_at=None,
    finish_reason="killed",
    request_count=0,
    byte_count=0,
    retry_count=0,
    discovery_failure_count=0,
    expected_articles=5,
    expected_dated_share=0.9,
    expected_authored_share=None,
    expected_languages="nl,en",
)
FINISHED = replace(KILLED, finished_at=AT + timedelta(hours=1), finish_reason="finished", byte_count=2**40)


def test_a_run_file_lies_beside_its_warc() -> None:
    assert run_path(Path("w/a-1.warc.gz")) == Path("w/a-1.run.json")
    assert run_path(Path("w/a-1.warc.gz.open")) == Path("w/a-1.run.json")


def test_a_run_is_killed_until_it_says_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.run.json"
    for run in (KILLED, FINISHED):
        write_run(path, run)
        assert read_run(path) == run
    assert [left.name for left in tmp_path.iterdir()] == ["a.run.json"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.run.json"
    write_run(path, KILLED)
    (tmp_path / "a.run.json.part").mkdir()  # as a full disk would, nothing can be written there
    with pytest.raises(OSError, match="directory"):
        write_run(path, FINISHED)
    assert read_run(path) == KILLED


def test_no_file_is_no_run(tmp_path: Path) -> None:
    assert read_run(tmp_path / "absent.run.json") is None
    assert read_run(tmp_path) is None


def test_a_torn_file_is_no_run_wherever_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.run.json"
    write_run(path, FINISHED)
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert read_run(path) is None


@given(
    st.sampled_from([field for field in Run.__slots__ if field != "finished_at"]),
    st.none() | st.booleans() | st.integers(max_value=-1) | st.just(2**63) | st.just([]) | st.just({"a": 1}),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_values_that_no_run_has_are_no_run(tmp_path: Path, field: str, value: object) -> None:
    path = tmp_path / "a.run.json"
    write_run(path, FINISHED)
    path.write_text(json.dumps({**json.loads(path.read_text()), field: value}))
    run = read_run(path)
    assert run is None or (field.endswith("_share") and getattr(run, field) == value)


@pytest.mark.parametrize(
    "text", ["null", "[]", "7", '"run"', "{}", "[" * 100_000, '{"started_at": "yesterday"}', "NaN"]
)
def test_another_json_is_no_run(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.run.json"
    path.write_text(text)
    assert read_run(path) is None


def test_a_time_without_a_zone_and_a_huge_file_are_no_run(tmp_path: Path) -> None:
    path = tmp_path / "a.run.json"
    write_run(path, FINISHED)
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "started_at": "2026-03-01T09:30:15"}))
    assert read_run(path) is None
    path.write_text(json.dumps({**said, "site": "a" * 100_000}))
    assert read_run(path) is None


def test_fields_that_a_later_claimtrace_adds_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.run.json"
    write_run(path, FINISHED)
    path.write_text(json.dumps({**json.loads(path.read_text()), "weather": "rain"}))
    assert read_run(path) == FINISHED
