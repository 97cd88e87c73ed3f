"""What a fetch log says survives the file, and torn or foreign lines are counted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders.fetch_log import FetchLog, fetch_log_path, read_fetch_log
from spiders.known_pages import read_known_pages
from transforms.records import Outcome

AT = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)


def outcome(url: str, reason: str | None = "304") -> Outcome:
    return Outcome(url=url, site="a_site", run_id="run-1", outcome="unchanged", reason=reason, at=AT)


def test_the_log_lies_beside_its_warc() -> None:
    assert fetch_log_path(Path("w/a-1.warc.gz")) == Path("w/a-1.fetches.jsonl")
    assert fetch_log_path(Path("w/a-1.warc.gz.open")) == Path("w/a-1.fetches.jsonl")


@given(st.lists(st.tuples(st.text(), st.none() | st.text()), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_outcomes_come_back_as_they_were(tmp_path: Path, told: list[tuple[str, str | None]]) -> None:
    path = tmp_path / "x.fetches.jsonl"
    path.unlink(missing_ok=True)
    log = FetchLog(path)
    for url, reason in told:
        log.write(outcome(url, reason))
    log.close()
    read = read_fetch_log(path)
    assert read.outcomes == tuple(outcome(url, reason) for url, reason in told) and read.torn_lines == 0


def test_a_killed_crawls_torn_line_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.fetches.jsonl"
    log = FetchLog(path)
    log.write(outcome("https://a.example/1"))
    log.write(outcome("https://a.example/2"))
    log.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    read = read_fetch_log(path)
    assert [one.url for one in read.outcomes] == ["https://a.example/1"] and read.torn_lines == 1
    path.write_bytes(whole.replace(b'"unchanged"', b'"fine"') + b"[]\nnull\n\xff\n")
    assert read_fetch_log(path).torn_lines == 5


def test_no_log_is_no_outcomes(tmp_path: Path) -> None:
    assert read_fetch_log(tmp_path / "absent.fetches.jsonl").outcomes == ()


def test_known_pages_and_their_conditions(tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(
        '{"url": "https://A.example/x#y", "etag": "\\"1\\"", "last_modified": null}\n{"url": "https://a.example/z"}\n'
    )
    known = read_known_pages(path)
    assert list(known) == ["https://a.example/x", "https://a.example/z"]
    assert known["https://a.example/x"].conditional_headers == {"If-None-Match": '"1"'}
    assert known["https://a.example/z"].conditional_headers == {}
    path.write_text('{"url": "https://a.example/x", "etag": "a\\r\\nCookie: b"}\n')
    assert read_known_pages(path)["https://a.example/x"].conditional_headers == {}  # no header is smuggled in
    path.write_text('{"etag": "1"}\n')
    with pytest.raises(ValueError, match=r"known\.jsonl:1"):
        read_known_pages(path)
