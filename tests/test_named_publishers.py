"""Publishers in the warehouse: named at load, for files from before, and anew when publishers.csv was corrected."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import warehouse.schema
from tests.tagged_articles import make_article, make_citation, make_fileset, make_tagged, new_warehouse, short_hash
from transforms import publishers
from transforms.records import Source, TaggedArticle
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.statements import sql_files

LINKS = (
    "https://www.volkskrant.nl/a",  # of the article's owner
    "https://lci.rivm.nl/richtlijnen/kinkhoest",
    "https://onbekend-winkeltje.nl/thee",
    "https://web.archive.org/web/20170301000000/https://www.ad.nl/oud",
)
KINDS = [("news", True), ("guideline_body", False), ("unknown", False), ("news", True), (None, None), (None, None)]


def citing_article(url: str = "https://www.ad.nl/gezond", links: tuple[str, ...] = LINKS) -> TaggedArticle:
    """An article with a citation for each link, one of a body without an address and one of nothing known."""
    words = [f"bron {number}" for number in range(len(links))]
    article = make_article(url, f"{url} " + ", ".join([*words, "de WHO", "experts"]))
    targets: list[tuple[str, str | None]] = [("url", link) for link in links]
    sources = [
        Source(source_id=short_hash(scheme, value), scheme=scheme, value=value or "who", url=value)
        for scheme, value in [*targets, ("name", None)]
    ]
    citations = [
        make_citation(article, text, source_id=source.source_id)
        for text, source in zip([*words, "de WHO"], sources, strict=True)
    ]
    return make_tagged(article, citations=[*citations, make_citation(article, "experts")], sources=sources)


def kinds(con: duckdb.DuckDBPyConnection) -> list[tuple[str | None, bool | None]]:
    return con.execute("select publisher_kind, is_self_citation from citations order by start_char").fetchall()


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    con.close()


def test_a_load_names_publishers(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_fileset(con, make_fileset(tmp_path, [citing_article()]))
    assert kinds(con) == KINDS
    load_fileset(con, make_fileset(tmp_path, [citing_article("https://www.rivm.nl/b", LINKS[1:3])], "run-2"))
    sql = "select domain, kind, owner, citation_count, article_count from publishers where citation_count > 0"
    assert sorted(con.execute(sql).fetchall()) == [
        ("ad.nl", "news", "DPG Media", 1, 1),
        ("lci.rivm.nl", "guideline_body", "RIVM", 2, 2),
        ("onbekend-winkeltje.nl", "unknown", None, 2, 2),
        ("volkskrant.nl", "news", "DPG Media", 1, 1),
    ]
    assert con.execute("select name from publishers where domain = 'gov'").fetchall() == [("US government",)]
    assert not [check for check in run_checks(con) if check.offending_count]


def test_the_question_counts_by_site_and_kind(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_fileset(con, make_fileset(tmp_path, [citing_article()]))
    (path,) = [path for path in sql_files("questions") if path.stem == "publisher_kinds"]
    assert con.execute(path.read_text()).fetchall() == [
        ("site", "news", 2, 1, 2),
        ("site", "guideline_body", 1, 1, 0),
        ("site", "unknown", 1, 1, 0),
    ]


def test_an_article_without_a_web_address_has_no_publisher(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_fileset(con, make_fileset(tmp_path, [citing_article("file:thee.html")]))
    assert kinds(con) == [(kind, None) for kind, _ in KINDS]
    assert not [check for check in run_checks(con) if check.offending_count]


def test_a_file_from_before_gets_its_publishers(tmp_path: Path) -> None:
    path = tmp_path / "claimtrace.duckdb"
    con = new_warehouse(path)
    load_fileset(con, make_fileset(tmp_path, [citing_article()]))
    # as a file of before migration 4 is: its articles have no address of their own
    con.execute("update core.articles set url = null, publisher_domain = null")
    con.execute("update core.sources set publisher_domain = null")
    con.execute("delete from core.publishers")
    con.execute("update core.definitions set sha256 = 'of the version before'")
    con.close()
    con = open_warehouse(path)
    assert kinds(con) == KINDS
    con.close()


def test_a_corrected_row_needs_no_new_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claimtrace.duckdb"
    con = new_warehouse(path)
    load_fileset(con, make_fileset(tmp_path, [citing_article()]))
    con.close()
    corrected = tmp_path / "publishers.csv"
    kept = [line for line in publishers.PUBLISHERS_FILE.read_text().splitlines() if not line.startswith("lci.rivm.nl,")]
    row = "onbekend-winkeltje.nl,commercial,Het Winkeltje,,NL,webshop for tea"
    corrected.write_text("\n".join([*kept, row]) + "\n")
    monkeypatch.setattr(publishers, "PUBLISHERS_FILE", corrected)
    monkeypatch.setattr(warehouse.schema, "PUBLISHERS_FILE", corrected)
    forget_rows()
    try:
        con = open_warehouse(path)
        assert [kind for kind, _ in kinds(con)] == ["news", "government", "commercial", "news", None, None]
        assert con.execute("select count(*) from core.publishers where domain = 'lci.rivm.nl'").fetchall() == [(0,)]
        con.close()
    finally:
        forget_rows()


def forget_rows() -> None:
    publishers.known_publishers.cache_clear()
    publishers._publisher_at.cache_clear()
