"""`v_help`: every view, what it holds, and a query that runs."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.published_files import publish_articles
from tests.tagged_articles import full_example
from warehouse.connection import open_warehouse
from warehouse.help_view import Example, example_of, views_read
from warehouse.queries import Published
from warehouse.schema import dictionary


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_articles(tmp_path_factory.mktemp("help"), [full_example()])


@pytest.fixture
def asked(published: Path) -> Iterator[Published]:
    with Published(published) as opened:
        yield opened


def test_every_view_is_listed_with_its_grain_and_columns(asked: Published) -> None:
    listed = asked.rows("select relation, grain, column_count from v_help")
    views = asked.rows(
        "select view_name, comment from duckdb_views() where schema_name = 'main' and not internal order by all"
    )
    assert [row[:2] for row in listed] == views
    for relation, grain, count in listed:
        assert grain == dictionary()["relations"][relation]
        assert count == len(asked.rows(f"describe {relation}")), relation


def test_every_example_runs_and_reads_its_view(asked: Published) -> None:
    for row in asked.records("from v_help"):
        asked.rows(row["example"])
        assert row["relation"] in views_read(row["example"])
        assert (row["question"] is None) == row["example"].startswith("from ")


def test_it_is_read_where_the_file_is_attached_under_any_name(published: Path) -> None:
    con = duckdb.connect()
    con.execute(f"attach '{published}' as theirs (read_only)")
    assert con.execute("select count(*) from theirs.v_help where relation = 'claims'").fetchall() == [(1,)]


def test_the_example_is_of_few_views_and_short() -> None:
    both = Example("Both?", "select 1 from claims join articles on true")
    one = Example("One?", "select a, b, c, d, e, f from claims where longer = 'than the other'")
    assert example_of("claims", [both, one]) == one
    assert example_of("articles", [both, one]) == both
    assert example_of("blocks", [both, one]) == Example(None, "from blocks limit 10")


def test_a_changed_question_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claimtrace.duckdb"
    open_warehouse(path).close()
    changed = Example("Is it so, isn't it?", "select 'x' from claims")
    monkeypatch.setattr("warehouse.help_view.kept_examples", lambda: [changed])
    con = open_warehouse(path)
    con.execute("delete from core.definitions")
    con.close()
    con = open_warehouse(path)
    told = con.execute("select question, example from v_help where relation = 'claims'").fetchall()
    assert told == [(changed.question, changed.sql)]
    con.close()
