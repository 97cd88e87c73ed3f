"""Logs: lines or JSON on stderr, JSON in the data folder, no secret in either, and no run that fails for a log."""

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.logs import Log, environment_secrets, keep_log, without_secrets
from tests.conftest import claimtrace


def test_a_line_is_text_on_stderr_and_json_in_the_folder(tmp_path: Path) -> None:
    log, stream = Log(), io.StringIO()
    keep_log(log, tmp_path / "log", "run")
    log.write("gezond: 12 pages", stream)
    assert stream.getvalue() == "gezond: 12 pages\n"
    (path,) = (tmp_path / "log").iterdir()
    told = json.loads(path.read_text())
    assert (told["text"], told["level"], told["command"]) == ("gezond: 12 pages", "info", "run")
    log.format = "json"
    log.write("two\nlines", stream)
    assert json.loads(stream.getvalue().splitlines()[1])["text"] == "two\nlines"
    assert len(path.read_text().splitlines()) == 2


def test_what_a_message_quotes_steers_no_terminal() -> None:
    stream = io.StringIO()
    Log().write("Could not convert '\x1b[31mred\u202e\x07\r'\n\tin line 1", stream)
    assert stream.getvalue() == "Could not convert '·[31mred···'\n\tin line 1\n"


def test_logs_of_long_ago_go(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}.jsonl").touch()
    (tmp_path / "notes.txt").touch()
    keep_log(Log(), tmp_path, "run")
    assert len(list(tmp_path.glob("*.jsonl"))) == 90
    assert not (tmp_path / "2026-01-10.jsonl").exists()
    assert (tmp_path / "notes.txt").exists()


@pytest.mark.fault("F49")
def test_secrets_are_blacked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACE_ALERTS_WEBHOOK", "https://hooks.example/T0/B1/x9")
    told = without_secrets(
        "POST https://hooks.example/T0/B1/x9 by http://user:pass@proxy.example:8080/ with password=hunter2, "
        "Authorization: Bearer abc.def",
        environment_secrets(),
    )
    assert told == "POST *** by http://***@proxy.example:8080/ with password=***, Authorization: ***"


@pytest.mark.fault("F49")
@given(st.text(), st.text(min_size=6))
def test_no_known_secret_is_ever_told(text: str, secret: str) -> None:
    if "*" not in secret:
        assert secret not in without_secrets(f"{text}{secret}{text}", [secret])


@pytest.mark.fault("F04")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
def test_a_full_disk_costs_the_line_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    log = Log(folder=tmp_path / "file")
    with Path("/dev/full").open("w") as full:  # every write to it says that the disk is full
        log.write("told", full)
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())  # closing writes what is left


def test_the_command_line_logs_as_json(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<html lang=nl><p>niets")
    done = claimtrace("--log-format", "json", "ingest", tmp_path / "x.html", "--data", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert {one["command"] for one in told} == {"ingest"}
    assert any(one["text"].startswith("published") for one in told)
    (path,) = (tmp_path / "data" / "log").iterdir()
    assert [json.loads(line) for line in path.read_text().splitlines()] == told
