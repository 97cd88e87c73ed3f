"""Denominators: how much of a site a week's crawls saw, and that every share in a view has its counts beside it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.conftest import DemoRun
from tests.test_history import NEW, OLD, History, answer, shown
from warehouse.checks import run_checks
from warehouse.queries import Published

# Every share of every view, and what it is of what, as SQL over the columns beside it.
SHARES = {
    "coverage.seen_share": "seen_count / asked_count",
    "coverage.failed_share": "failed_count / asked_count",
    "runs.dated_share": "dated_count / described_count",
    "runs.authored_share": "authored_count / described_count",
    "site_scorecard.traceable_share": "traceable_count / claim_count",
    "site_scorecard.named_share": "named_count / claim_count",
    "site_scorecard.vague_share": "vague_count / claim_count",
    "site_scorecard.none_share": "none_count / claim_count",
    "site_scorecard.untraceable_share": "(claim_count - traceable_count) / claim_count",
    "rising_claims.recent_share": "all_recent_count / all_count",
    "share_moves.support_share": "support_count / claim_count",
    "share_moves.usual_share": "baseline_support_count / baseline_claim_count",
    "source_mix.citation_share": "citation_count / all_citation_count",
    "weekly_trends.untraceable_share": "(claim_count - traceable_count) / claim_count",
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path)
    yield history
    failed = [(result.name, result.examples) for result in run_checks(history.con) if result.offending_count]
    history.con.close()
    assert failed == []


def weeks(con: duckdb.DuckDBPyConnection, columns: str) -> list[tuple[object, ...]]:
    return con.execute(f"select {columns} from coverage order by site, week").fetchall()


def test_every_address_of_a_week_ends_in_one_class(site: History) -> None:
    kinds = [
        ("gone", "status 404"), ("error", "timeout"), ("blocked", "status 403"), ("robots", None), ("limit", None),
        ("not_due", None), ("opted_out", "noindex"), ("not_article", "listing: x"), ("not_article", "consent wall: x"),
        ("redirected", "status 301"), ("other_language", "fr"), ("unchanged", "304"), ("blocked", "bot challenge: x"),
    ]  # fmt: skip
    others = tuple(answer(f"https://site.test/{n}", 1, kind, reason) for n, (kind, reason) in enumerate(kinds))  # type: ignore[arg-type]
    site.run(1, shown(OLD, 1), shown(NEW, 1, "Other words."), answers=others)
    columns = (
        "week, run_count, url_count, asked_count, article_count, seen_count, new_count, other_page_count, gone_count, "
        "opted_out_count, error_count, blocked_count, walled_count, failed_count, robots_count, limit_count, "
        "not_due_count"
    )
    # a 304 of a page of which nothing is known is no article
    assert weeks(site.con, columns) == [(date(2026, 11, 2), 1, 14, 12, 2, 2, 2, 4, 1, 1, 1, 1, 2, 4, 1, 1, 1)]
    add_up = (
        "url_count = asked_count + robots_count + limit_count "
        "and asked_count = seen_count + other_page_count + gone_count + opted_out_count + failed_count "
        "and seen_count = new_count + edited_count + unchanged_count + duplicate_count"
    )
    assert weeks(site.con, add_up) == [(True,)]


def test_new_edited_and_unchanged_articles_are_told_apart(site: History) -> None:
    site.run(1, shown(OLD, 1), shown(NEW, 1, "Other words."))
    site.run(8, shown(OLD, 8, "Ginger may help."), answers=(answer(NEW, 8, "unchanged", "304"),))
    site.run(9, shown(OLD, 9, "Ginger helps."))
    columns = "week, run_count, article_count, seen_count, new_count, edited_count, unchanged_count, seen_share"
    assert weeks(site.con, columns) == [
        (date(2026, 11, 2), 1, 2, 2, 2, 0, 0, 1.0),
        (date(2026, 11, 9), 2, 2, 3, 0, 1, 2, 1.0),  # the text of day 9 is known
    ]


def test_a_week_without_a_run_is_a_row_and_an_outage_a_share(site: History) -> None:
    site.run(1, shown(OLD, 1))
    site.run(15, answers=(answer(OLD, 15, "error", "timeout"), answer(NEW, 15, "error", "timeout")))
    columns = "week, run_count, asked_count, seen_count, seen_share, failed_count, failed_share"
    assert weeks(site.con, columns) == [
        (date(2026, 11, 2), 1, 1, 1, 1.0, 0, 0.0),
        (date(2026, 11, 9), 0, 0, 0, None, 0, None),
        (date(2026, 11, 16), 1, 2, 0, 0.0, 2, 1.0),
    ]


def test_every_share_in_a_view_has_its_counts_beside_it(demo_run: DemoRun) -> None:
    with Published(demo_run.data / "published" / "claimtrace.duckdb") as asked:
        found = asked.rows(
            "select table_name || '.' || column_name from duckdb_columns() as columns "
            "where schema_name = 'main' and ends_with(column_name, '_share') and not internal "
            "and table_name in (select view_name from duckdb_views())"
        )
        assert {name for (name,) in found} == set(SHARES)
        for name, counts in SHARES.items():
            view, share = name.split(".")
            wrong = asked.rows(
                f"select {share}, {counts} from {view} "
                f"where abs({share} - {counts}) > 1e-9 or ({share} is null) <> (({counts}) is null)"
            )
            assert wrong == [], name
            # in two days of crawling nothing rises; tests/test_claim_views.py has what does
            assert view in ("rising_claims", "share_moves") or asked.rows(
                f"select 1 from {view} where {share} is not null"
            ), name


def test_a_degraded_run_marks_its_week(demo_run: DemoRun) -> None:
    with Published(demo_run.data / "published" / "claimtrace.duckdb") as asked:
        marked = asked.rows(
            "select site, sum(degraded_run_count), sum(failed_run_count), bool_or(is_degraded) from coverage "
            "group by site order by site"
        )
        told = asked.rows(
            "select site, count(*) filter (where health = 'degraded'), count(*) filter (where health = 'failed'), "
            "bool_or(health <> 'ok') from runs group by site order by site"
        )
        assert marked == told
        assert asked.rows("select sum(run_count) from coverage") == asked.rows(
            "select count(distinct run_id) from outcomes"
        )
