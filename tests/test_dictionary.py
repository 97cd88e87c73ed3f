"""The data dictionary: complete, without leftovers, and as fresh as the comments."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.connection import open_warehouse
from warehouse.dictionary import TARGET, dictionary_page, write_dictionary
from warehouse.schema import dictionary, relations


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    con.close()


def test_everything_has_a_comment(con: duckdb.DuckDBPyConnection) -> None:
    silent = con.execute(
        "select table_name, column_name from duckdb_columns() where not internal and comment is null "
        "union all select view_name, null from duckdb_views() where not internal and comment is null "
        "union all select table_name, null from duckdb_tables() where not internal and comment is null"
    ).fetchall()
    assert silent == []


def test_the_dictionary_has_no_words_for_what_is_not_there(con: duckdb.DuckDBPyConnection) -> None:
    words, used = dictionary(), set()
    for relation, _, columns in relations(con):
        used |= {f"{relation.removeprefix('core.')}.{column}" for column in columns} | set(columns)
        used |= {f"{relation}.{column}" for column in columns}
    assert set(words["columns"]) - used == set()
    assert set(words["relations"]) == {relation for relation, _, _ in relations(con)}


def test_a_word_of_its_own_wins_over_the_general_one(con: duckdb.DuckDBPyConnection) -> None:
    meaning = "select comment from duckdb_columns() where schema_name = ? and table_name = ? and column_name = ?"
    assert "canonical" in con.execute(meaning, ["main", "articles", "url"]).fetchall()[0][0]
    assert "asked for" in con.execute(meaning, ["main", "outcomes", "url"]).fetchall()[0][0]
    assert "still called article" in con.execute(meaning, ["core", "outcomes", "outcome"]).fetchall()[0][0]


def test_the_page_in_docs_is_fresh(tmp_path: Path) -> None:
    write_dictionary(tmp_path / "docs" / "page.md")
    assert (tmp_path / "docs" / "page.md").read_text() == TARGET.read_text(), "run python -m warehouse.dictionary"


def test_the_page_shows_views_before_tables() -> None:
    page = dictionary_page()
    assert page.index("### claims") < page.index("## Tables of schema core") < page.index("### core.claims")
    assert "| `untraceable_share` | double | The share of claims" in page
