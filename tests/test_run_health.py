"""What a run is called ok, degraded or failed for: its site file's expectations, and the site's own past."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.tagged_articles import new_warehouse

START = datetime(2026, 11, 1, 3, 0)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    con.close()


def run(con: duckdb.DuckDBPyConnection, day: int, reason: str = "finished", expected: int = 0, **outcomes: int) -> str:
    """Put one run of a day into the warehouse, with so many outcomes of each kind; its health and why."""
    run_id, at = f"site-{day:02}", START + timedelta(days=day)
    con.execute(
        "insert into core.runs values (?, 'site', ?, ?, ?, 9, 9, 0, 0, ?, null, null, 'nl')",
        [run_id, at, at, reason, expected],
    )
    for outcome, count in outcomes.items():
        kind, _, why = outcome.partition("__")
        con.execute(
            'insert into core.outcomes (url, site, run_id, outcome, reason, "at", article_id) '
            "select 'https://a.example/' || ? || range, 'site', ?, ?, ?, ?, ? from range(?)",
            [
                outcome,
                run_id,
                kind,
                why.replace("_", " ") or None,
                at,
                "a" if kind in ("unchanged", "not_due") else None,
                count,
            ],
        )
    state, because = con.execute("select health, health_reason from runs where run_id = ?", [run_id]).fetchall()[0]
    return f"{state}: {because}" if because else str(state)


@pytest.mark.fault("F15")
def test_a_run_without_an_article_is_no_success(con: duckdb.DuckDBPyConnection) -> None:
    assert run(con, 1, error=30) == "failed: no article at all"
    assert run(con, 2, "killed", unchanged=10).startswith("failed: the run did not end: killed")


def test_what_has_not_changed_or_was_not_due_stands(con: duckdb.DuckDBPyConnection) -> None:
    assert run(con, 1, expected=10, unchanged=6, not_due=6) == "ok"
    assert run(con, 2, expected=10, unchanged=6) == "degraded: 6 articles, and its site file expects at least 10"


@pytest.mark.fault("F39")
def test_a_site_is_held_against_its_own_past(con: duckdb.DuckDBPyConnection) -> None:
    assert [run(con, day, unchanged=100) for day in range(4)] == ["ok"] * 4
    assert run(con, 5, unchanged=40) == "degraded: 40 articles, usually 100"


def test_three_runs_make_a_past_and_two_do_not(con: duckdb.DuckDBPyConnection) -> None:
    assert [run(con, day, unchanged=100) for day in range(2)] == ["ok"] * 2
    assert run(con, 3, unchanged=10) == "ok"


@pytest.mark.fault("F30")
def test_walls_and_an_early_end_are_told(con: duckdb.DuckDBPyConnection) -> None:
    walled = run(con, 1, unchanged=10, not_article__consent_wall=9)
    assert walled == "degraded: 9 of 19 pages are walls, challenges or logins"
    assert run(con, 2, "site_failing", unchanged=10) == "degraded: the run ended early: site_failing"


def test_lists_that_were_not_due_are_no_articles(con: duckdb.DuckDBPyConnection) -> None:
    run(con, 1, unchanged=10)
    con.execute("update core.outcomes set outcome = 'not_due', article_id = null")
    assert con.execute("select health_reason from runs").fetchall() == [("no article at all",)]


def test_a_day_on_which_all_that_was_asked_for_fails_is_a_failure(con: duckdb.DuckDBPyConnection) -> None:
    """What was not due stands, but nobody has looked at it."""
    assert run(con, 1, not_due=500, error=20) == "failed: all 20 addresses that were asked for failed"
    assert run(con, 2, not_due=500, error=19, unchanged=1) == "degraded: 19 of 20 addresses failed"
    assert run(con, 3, not_due=500, error=2) == "ok"
