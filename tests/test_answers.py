"""The published file has the rows of slow views laid down: they say the same, and it can become a warehouse again."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import duckdb
import pytest

from tests.sourced_articles import sourced_run
from tests.tagged_articles import full_example, make_article, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.records import TaggedArticle
from warehouse.answers import laid_down_views, left_out_tables, tables_read_from_claims
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.help_view import views_read
from warehouse.load import load_fileset
from warehouse.publication import publish
from warehouse.schema import relations
from warehouse.statements import ROOM

CRAMP = {"agent_concept": "magnesium", "target_concept": "muscle_cramp"}


def said(path: str, words: str, **fields: object) -> TaggedArticle:
    article = make_article(f"https://{path}", words, lang="nl")
    return make_tagged(article, [make_claim(article, words, **fields)])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles with all sorts of sources, and a claim that two sites affirm and one denies."""
    folder = tmp_path_factory.mktemp("laid")
    con = new_warehouse(folder / "warehouse.duckdb")
    claims = [
        said("a.test/1", "Magnesium helpt tegen spierkramp.", kind="benefit", **CRAMP),
        said("b.test/2", "Magnesium verlicht spierkrampen.", kind="benefit", **CRAMP),
        said("b.test/3", "Magnesium helpt niet tegen kramp.", kind="benefit", polarity="negated", **CRAMP),
        said("b.test/4", "De natuur weet het best wat goed voor je is."),
    ]
    # what is not told of any more: another wording of before, and what a tagger of before read
    before = said("b.test/4", "De natuur weet alles wat goed voor je is.")
    load_fileset(con, make_fileset(folder / "tagged", [before], run_id="run-0", site=None))
    old = [replace(full_example(), tagger_version="tagger-0")]
    load_fileset(con, make_fileset(folder / "tagged", old, tagger_version="tagger-0", site=None))
    load_fileset(con, make_fileset(folder / "tagged", [*sourced_run(), full_example(), *claims], site=None))
    con.close()
    return folder / "warehouse.duckdb"


@pytest.fixture(scope="module")
def published(warehouse: Path) -> Path:
    publish(warehouse, warehouse.parent / "published.duckdb")
    return warehouse.parent / "published.duckdb"


@pytest.fixture
def both(warehouse: Path, published: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    con, copy = open_warehouse(warehouse), duckdb.connect(str(published), read_only=True)
    yield con, copy
    con.close()
    copy.close()


def test_every_view_says_in_the_published_file_what_it_says_in_the_warehouse(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    con, copy = both
    filled = set()
    for relation, kind, columns in relations(con):
        if kind == "view":
            wanted = con.sql(f"from {relation}")
            answer = copy.sql(f"from {relation}")
            assert (answer.columns, answer.types) == (columns, wanted.types), relation
            rows = sorted(map(repr, answer.fetchall()))
            assert rows == sorted(map(repr, wanted.fetchall())), relation
            filled |= {relation} if rows else set()
    assert {"claims", "claim_clusters", "claim_spread", "claim_evidence", "contradictions", "sources"} <= filled


def test_what_is_laid_down_is_read_without_any_join(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    _, copy = both
    for laid in laid_down_views():
        ((_, plan),) = copy.execute(f"explain from {laid.view}").fetchall()
        assert "SEQ_SCAN" in plan.upper().replace(" ", "_"), laid.view
        assert "JOIN" not in plan, laid.view


def test_the_rows_lie_in_the_order_that_is_promised(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    _, copy = both
    for laid in [one for one in laid_down_views() if one.order]:
        # rowid last: where the order leaves two rows alike, they lie as they do
        asked = f"from answers.{laid.view} order by {laid.order}, rowid"
        assert copy.execute(f"from answers.{laid.view}").fetchall() == copy.execute(asked).fetchall(), laid.view


def test_a_view_is_laid_down_after_those_that_it_reads() -> None:
    """Else the slow one beneath it would be worked out twice."""
    places = {laid.view: place for place, laid in enumerate(laid_down_views())}
    assert len(places) == len(laid_down_views())
    for view, place in places.items():
        (path,) = (ROOM / "views").glob(f"[0-9][0-9]_{view}.sql")
        read = views_read(re.sub(r"--.*", "", path.read_text(encoding="utf-8")))
        assert {other for other in read & set(places) if places[other] > place} == set(), view


def test_what_only_loading_needs_is_left_out(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    con, copy = both
    for table in left_out_tables() - set(tables_read_from_claims()):
        assert con.execute(f"select count(*) > 0 from core.{table}").fetchall() == [(True,)], table
        assert copy.execute(f"select count(*) from core.{table}").fetchall() == [(0,)], table


def test_a_table_that_is_a_view_of_the_claims_has_all_its_rows(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    """Also those of versions and taggers of before, which no view of schema main shows."""
    con, copy = both
    for table in tables_read_from_claims():
        wanted, answer = con.sql(f"from core.{table} order by all"), copy.sql(f"from core.{table} order by all")
        assert (answer.columns, answer.types) == (wanted.columns, wanted.types), table
        rows = answer.fetchall()
        assert rows and rows == wanted.fetchall(), table


def test_claims_of_one_article_lie_together(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    _, copy = both
    articles = [row[0] for row in copy.execute("select version_id || tagger_version from answers.claims").fetchall()]
    assert len([1 for _ in groupby(articles)]) == len(set(articles))


def test_a_published_file_becomes_a_warehouse_again(warehouse: Path, published: Path, tmp_path: Path) -> None:
    """Of a lost warehouse: views show what is loaded from now on, and like wordings still find each other."""
    ours = shutil.copy(published, tmp_path / "claimtrace.duckdb")
    ours.chmod(0o644)
    con, old = open_warehouse(ours), open_warehouse(warehouse)
    schemas = con.execute("select schema_name from duckdb_schemas() where not internal").fetchall()
    assert ("answers",) not in schemas
    for relation, kind, _ in relations(old):
        if kind == "view" or relation.removeprefix("core.") in {
            "claim_wordings", "wording_bands", *tables_read_from_claims(),
        }:  # fmt: skip
            ask = f"from {relation} order by all"
            assert con.execute(ask).fetchall() == old.execute(ask).fetchall(), relation
    columns = "select column_name, data_type, is_nullable from duckdb_columns() where schema_name = 'core' order by all"
    assert con.execute(columns).fetchall() == old.execute(columns).fetchall()
    assert con.execute("select 1 from duckdb_views() where schema_name = 'core'").fetchall() == []
    old.close()
    like = said("c.test/5", "De natuur weet het beste wat goed voor je is!")
    load_fileset(con, make_fileset(tmp_path / "tagged", [like], run_id="run-2", site=None))
    found = con.execute("select cluster_id from claims where text like 'De natuur%'").fetchall()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert [one.name for one in run_checks(con) if one.offending_count] == []
    con.close()
