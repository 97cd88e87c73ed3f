"""Retraction lists: two forms, dates, reinstatements, and what an article that cites such a paper is told."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.data_folder import DataFolder
from tests.tagged_articles import (
    make_article,
    make_citation,
    make_claim,
    make_fileset,
    make_tagged,
    new_warehouse,
)
from transforms.records import TaggedArticle
from transforms.sources import source_of
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.retractions import RetractionListError, load_retractions

FULL_HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes\n"
)
LISTED = Path(__file__).parent.parent.parent / "shared" / "vocabulary" / "retractions.csv"
TODAY = date(2026, 11, 29)


def notice(doi: str, day: str, nature: str = "Retraction", pmid: str = "0", title: str = "A paper") -> str:
    """A row of the full form."""
    return (
        f'1,"{title}",(HSC),"Univ, Dept",J,P,NL,A B,,Research Article,{day},10.1/notice,0,1/1/2019 0:00,{doi},{pmid},'
        f"{nature},+Data Fabrication;+Results Not Reproducible;,No,\n"
    )


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    con.close()


def listed(folder: Path, *rows: str, header: str = FULL_HEADER) -> Path:
    """A list on disk."""
    path = folder / "list.csv"
    path.write_text(header + "".join(rows), encoding="utf-8")
    return path


def test_the_full_form_says_when_and_why(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [
        notice("10.1234/ABC", "1/31/2024 0:00", pmid="123456", title="Line one\nand, two"),
        notice("unavailable", "2/1/2024 0:00"),
    ]
    told = load_retractions(con, listed(tmp_path, *rows), TODAY)
    assert (told.form, told.row_count, told.unusable_count, told.paper_count, told.dated_count) == ("full", 2, 1, 1, 1)
    found = con.execute("select scheme, value, standing, announced_on, reasons from retractions order by 1").fetchall()
    why = "Data Fabrication;Results Not Reproducible"
    day = date(2024, 1, 31)
    assert found == [("doi", "10.1234/abc", "retracted", day, why), ("pmid", "123456", "retracted", day, why)]


def test_a_plain_list_has_dois_and_perhaps_what_happened(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = ["10.1234/a,Correction;Retraction\n", "https://doi.org/10.1234/B,Expression of concern\n", ",Retraction\n"]
    told = load_retractions(con, listed(tmp_path, *rows, header="doi,retractionwatch\n"), TODAY)
    assert (told.form, told.unusable_count, told.notice_count, told.paper_count) == ("plain", 1, 3, 2)
    standing = con.execute("select value, standing from retractions order by 1").fetchall()
    assert standing == [("10.1234/a", "retracted"), ("10.1234/b", "concern")]
    load_retractions(con, listed(tmp_path, "10.1234/c\n", header="DOI\n"), TODAY)
    assert con.execute("select value, standing from retractions").fetchall() == [("10.1234/c", "retracted")]


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (("1/1/2020 0:00", "1/1/2021 0:00"), "reinstated"),
        (("1/1/2022 0:00", "1/1/2021 0:00"), "retracted"),
        (("", ""), "reinstated"),
    ],
)
def test_what_was_reinstated_last_is_not_retracted(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, days: tuple[str, str], standing: str
) -> None:
    rows = [notice("10.1234/a", days[0]), notice("10.1234/a", days[1], "Reinstatement")]
    load_retractions(con, listed(tmp_path, *rows), TODAY)
    assert con.execute("select standing from retractions").fetchall() == [(standing,)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no retraction list"),
        ("name,year\nx,1\n", "is no retraction list"),
        ("doi,retractionwatch\nno doi here,Retraction\n", "no row names a paper"),
        ("doi\n10.1234/a,too,many,columns\n", "was not loaded, nothing of it"),
    ],
)
def test_another_file_changes_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str, words: str) -> None:
    load_retractions(con, listed(tmp_path, "10.1234/a\n", header="doi\n"), TODAY)
    bad = tmp_path / "bad.csv"
    bad.write_text(text)
    with pytest.raises(RetractionListError, match=words):
        load_retractions(con, bad, TODAY)
    assert con.execute("select value from retractions").fetchall() == [("10.1234/a",)]


def citing(doi: str, published: date, text: str = "Ginger cures, says the paper.") -> TaggedArticle:
    """An article of a day with one claim on one paper."""
    article = make_article(text=text, published=published)
    link = f"https://doi.org/{doi}"
    source = source_of("the paper", "study", link)
    assert source is not None
    citation = make_citation(article, "the paper", kind="study", href=link, source_id=source.source_id, traceable=True)
    return make_tagged(
        article, [make_claim(article, text, support="traceable")], [citation], ((0, 0),), sources=[source]
    )


@pytest.mark.parametrize(
    ("announced", "timing"),
    [
        ("1/31/2024 0:00", "cited_after"),
        ("10/30/2026 0:00", "still_cited"),
        ("11/20/2026 0:00", "cited_before"),
        ("", "unknown"),
    ],
)
def test_a_claim_on_a_retracted_paper_is_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, announced: str, timing: str
) -> None:
    """The article is of 28 October 2026, and was last seen on 2 November."""
    load_fileset(con, make_fileset(tmp_path / "tagged", [citing("10.1234/ABC", date(2026, 10, 28))]))
    load_retractions(con, listed(tmp_path, notice("10.1234/abc", announced)), TODAY)
    rows = con.execute("select text, standing, timing, claim_count from retracted_citations").fetchall()
    assert rows == [("the paper", "retracted", timing, 1)]


@pytest.mark.skipif(not LISTED.exists(), reason="needs the list of 57,553 papers, which is not part of the project")
def test_a_whole_list_is_loaded(con: duckdb.DuckDBPyConnection) -> None:
    told = load_retractions(con, LISTED, TODAY)
    assert told.row_count == 57_553
    assert told.paper_count > 57_000


def test_the_command_publishes_what_it_loaded(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    con = open_warehouse(data.warehouse)
    load_fileset(con, make_fileset(tmp_path / "tagged", [citing("10.1234/abc", date(2026, 10, 28))]))
    con.close()
    path = listed(tmp_path, notice("10.1234/abc", "1/31/2024 0:00"))
    arguments = ["retractions", str(path), "--data", str(data.root), "--as-of", "2026-11-01", "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["list_date"] == "2026-11-01"
    asked = CliRunner().invoke(
        app, ["sql", "select timing from retracted_citations", "--format", "csv", "--data", str(data.root)]
    )
    assert asked.stdout.split() == ["timing", "cited_after"]
    wrong = CliRunner().invoke(app, ["retractions", str(path), "--data", str(data.root), "--as-of", "yesterday"])
    assert wrong.exit_code == 2
