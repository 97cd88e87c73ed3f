"""The whole way once: what the demo leaves behind is what its sites promise."""

import re

import pytest

from tests.conftest import ROOT, DemoRun
from warehouse.queries import Published


@pytest.fixture(scope="module")
def published(demo_run: DemoRun):  # type: ignore[no-untyped-def]
    with Published(demo_run.data / "published" / "claimtrace.duckdb") as opened:
        yield opened


def counts(published: Published, sql: str) -> dict[str, int]:
    return dict(published.rows(sql))


def test_every_address_of_a_run_has_one_outcome(published: Published) -> None:
    assert published.rows("select run_id, url from outcomes group by all having count(*) > 1") == []


def test_both_days_end_as_the_sites_say(published: Published) -> None:
    by_day = "select outcome, count(*) from outcomes where run_id {} (select min(run_id) from outcomes o where o.site = outcomes.site) group by 1"  # noqa: E501
    first = counts(published, by_day.format("="))
    second = counts(published, by_day.format("<>"))
    assert first["article"] == 32
    assert first["other_language"] == 1
    assert {"robots", "redirected", "duplicate", "gone", "not_article"} <= set(first)
    assert second["article"] == 8  # 4 edited, 3 added, 1 moved with an edit
    assert second["gone"] == 2
    assert second["unchanged"] >= 25


def test_an_edited_article_keeps_both_versions(published: Published) -> None:
    assert published.rows("select count(*) from articles where version_count = 2")[0][0] >= 4


def test_the_blog_has_no_claim_that_a_reader_could_trace(published: Published) -> None:
    rows = counts(published, "select site, traceable_count from site_scorecard")
    assert rows["gezondgloed"] == 0
    assert rows["healthledger"] > 0
    assert rows["publichealthdesk"] > 0


def test_promised_sources_and_own_interest_are_rows(published: Published) -> None:
    empty = "select count(*) from sections where kind = 'sources' and entry_count = 0"
    assert published.rows(empty)[0][0] >= 4
    kinds = counts(published, "select kind, count(*) from disclosures group by 1")
    assert kinds["affiliate"] >= 3
    assert kinds["newsletter"] >= 3


def test_spans_are_their_text(published: Published) -> None:
    for table in ("claims", "citations", "disclosures"):
        broken = f"""
            select count(*) from {table} t join articles a using (article_id)
            where substr(a.text, t.start_char + 1, t.end_char - t.start_char) <> t.text
        """
        assert published.rows(broken) == [(0,)]


def test_the_report_and_the_published_file_stand_where_the_demo_says(demo_run: DemoRun) -> None:
    report = demo_run.data / "report" / "index.html"
    assert report.is_file()
    assert str(report) in demo_run.stdout.replace("\n", "")
    assert str(demo_run.data / "published" / "claimtrace.duckdb") in demo_run.stdout
    commands = demo_run.stdout.partition("Try next:")[2]
    assert [line.split()[:2] for line in commands.splitlines() if line] == [
        ["claimtrace", "sql"],
        ["claimtrace", "sql"],
        ["claimtrace", "sites"],
    ]


def test_nothing_but_progress_stands_on_stderr(demo_run: DemoRun) -> None:
    assert "Traceback" not in demo_run.stderr
    assert "leaked" not in demo_run.stderr


def test_readme_shows_what_the_demo_prints(demo_run: DemoRun) -> None:
    """The tables in the README are the demo's own; after a change that moves them, paste them anew."""
    shown = re.search(r"```text\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert shown
    told = {" ".join(line.split()) for line in demo_run.stdout.splitlines()}
    tables, _, paths = shown.group(1).partition("Published warehouse:")
    for line in tables.splitlines():
        assert " ".join(line.split()) in told, line
    assert "data/demo/published/claimtrace.duckdb" in paths
    assert paths.count("claimtrace ") == 3
