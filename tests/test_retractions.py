"""Retraction lists: two forms, dates, reinstatements, and what an article that cites such a paper is told."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
from warehouse.listed_rows import UnusedRow, listed_rows
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


@pytest.mark.fault("F56")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no retraction list"),
        ("name,year\nx,1\n", "is no retraction list"),
        ("doi,retractionwatch\nno doi here,Retraction\n", "no row names a paper"),
        ("doi\n10.1234/a,too,many,columns\n", "line 2: 4 cells where the first line has 1"),
        ('doi\n"10.1234/a\n', "line 2: a quote that is not closed"),
    ],
)
def test_another_file_changes_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str, words: str) -> None:
    load_retractions(con, listed(tmp_path, "10.1234/a\n", header="doi\n"), TODAY)
    bad = tmp_path / "bad.csv"
    bad.write_text(text)
    with pytest.raises(RetractionListError, match=words):
        load_retractions(con, bad, TODAY)
    assert con.execute("select value from retractions").fetchall() == [("10.1234/a",)]


@pytest.mark.fault("F56")
@pytest.mark.parametrize(
    ("bad", "line", "kind", "reason"),
    [
        ("10.1234/bad,Retraction,\n", 3, "another number of cells than the first line", "3 cells where the first line"),
        ("10.1234/bad\n", 3, "another number of cells than the first line", "1 cells where the first line has 2"),
        ('"10.1234/bad,Retraction\n', 3, "quotes that do not fit", "a quote that is not closed"),
        ('10.1234/bad,"Retraction\n', 3, "quotes that do not fit", "a quote that is not closed"),
        ('"10.1234/bad"x,Retraction\n', 3, "quotes that do not fit", "no row of CSV: ',' expected after"),
        ("10.1234/b\udcffd,Retraction\n", 3, "letters that are no UTF-8", "is no UTF-8"),
        ("10.1234/bad,Retr\udcffction\n", 3, "letters that are no UTF-8", "is no UTF-8"),
        (f'10.1234/bad,"{"x" * 1_000_001}"\n', 3, "quotes that do not fit", "field larger than field limit"),
    ],
)
def test_a_row_that_cannot_be_read_costs_itself_alone(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, bad: str, line: int, kind: str, reason: str
) -> None:
    path = tmp_path / "list.csv"
    text = "doi,retractionwatch\n10.1234/a,Retraction\n" + bad + "10.1234/c,Retraction\n10.1234/d,Retraction\n"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    told = load_retractions(con, path, TODAY)
    assert con.execute("select value from retractions order by 1").fetchall() == [
        ("10.1234/a",),
        ("10.1234/c",),
        ("10.1234/d",),
    ]
    assert (told.row_count, told.unread, told.is_whole) == (4, {kind: 1}, False)
    (shown,) = told.shown
    assert (shown.line, shown.kind) == (line, kind)
    assert reason in shown.reason


def test_a_title_over_several_lines_is_one_row_and_its_line_the_first(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = [notice("10.1234/a", "1/31/2024 0:00", title='of "",\n two\r\nlines'), "torn,", "\n"]
    told = load_retractions(con, listed(tmp_path, *rows, notice("10.1234/b", "", title="caf\ufffd")), TODAY)
    assert con.execute("select title from retractions order by value").fetchall() == [
        ('of ",\n two\r\nlines',),
        ("caf\ufffd",),
    ]
    assert [row.line for row in told.shown] == [5]


def test_a_row_of_no_doi_is_shown_where_it_says_something_else(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = ["10.1234/a,Retraction\n", "unavailable,Retraction\n", ",Retraction\n", "10,1234/b,Retraction\n"]
    rows += ["1O.1234/b,Retraction\n", "10.1234/c,;\n"]
    told = load_retractions(con, listed(tmp_path, *rows, header="doi,retractionwatch\n"), TODAY)
    assert (told.row_count, told.unusable_count, told.unread_count) == (6, 4, 1)
    assert [(row.line, row.reason) for row in told.shown] == [
        (5, "3 cells where the first line has 2"),
        (6, "'1O.1234/b' is no DOI"),
        (7, "it does not say what happened to the paper"),
    ]


@pytest.mark.fault("F56")
def test_what_a_torn_list_does_not_name_stays_retracted_until_a_whole_one_comes(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """A download that was cut off must not clear the papers that it lost."""

    def standing() -> dict[str, str]:
        return dict(con.execute("select value, standing from retractions where scheme = 'doi'").fetchall())

    header = "doi,retractionwatch\n"
    before = ["10.1234/a,Retraction\n", "10.1234/b,Retraction\n", "10.1234/c,Expression of concern\n"]
    load_retractions(con, listed(tmp_path, *before, header=header), TODAY)
    torn = load_retractions(
        con, listed(tmp_path, "10.1234/a,Correction\n", "10.1234/d,Retraction\n", "10.12", header=header), TODAY
    )
    assert (torn.is_whole, torn.notice_count, torn.absent_count) == (False, 2, 3)
    assert torn.absent == ("10.1234/a", "10.1234/b", "10.1234/c")
    kept = {"10.1234/a": "retracted", "10.1234/b": "retracted", "10.1234/c": "concern", "10.1234/d": "retracted"}
    assert standing() == kept
    assert load_retractions(con, listed(tmp_path, *before, "10.12", header=header), TODAY).absent_count == 2
    whole = load_retractions(con, listed(tmp_path, *before[:2], header=header), TODAY)
    assert (whole.is_whole, whole.absent_count) == (True, 3)
    assert standing() == {"10.1234/a": "retracted", "10.1234/b": "retracted"}


@given(st.binary(max_size=200), st.sampled_from(["doi\n", "doi,retractionwatch\n", FULL_HEADER]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_bytes_are_a_list_or_said_to_be_none(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, noise: bytes, header: str
) -> None:
    path = tmp_path / "list.csv"
    good = notice("10.1234/a", "") if header == FULL_HEADER else "10.1234/a" + ",Retraction" * header.count(",") + "\n"
    path.write_bytes(header.encode() + noise + b"\n" + good.encode())
    load_retractions(con, path, TODAY)
    assert ("10.1234/a",) in con.execute("select value from retractions").fetchall()
    path.write_bytes(noise)
    with pytest.raises(RetractionListError):
        load_retractions(con, path, TODAY)


def test_quotes_that_never_close_are_read_in_one_pass() -> None:
    """Each line opens a quote and leaves it open; read to the end of the file each, these would take hours."""
    lines = ['a",""",\n'] * 50_000
    assert all(isinstance(row, UnusedRow) for row in listed_rows(lines, 2))


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


def test_the_command_tells_what_it_could_not_read_and_goes_on(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")

    def load(*rows: str, header: str = "doi,retractionwatch\n") -> Result:
        return CliRunner().invoke(
            app, ["retractions", str(listed(tmp_path, *rows, header=header)), "--data", str(data.root)]
        )

    good = [f"10.1234/{letter},Retraction\n" for letter in "abc"]
    assert load(*good).exit_code == 0
    done = load(*good[:2], "10.1234/d\n")
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[-4:] == [
        "1 of 3 rows were not read: another number of cells than the first line",
        "  line 4: 1 cells where the first line has 2",
        "1 notices of the list of before are not on this one, and stay, since a row that was not read may have told of "
        "them: 10.1234/c",
        "Mend these lines and load the list again: it then stands in place of the one before.",
    ]
    mostly_bad = load("10.1234/d\n", "10.1234/e\n", good[0])
    assert mostly_bad.exit_code == 3
    assert "is it the list that you meant?" in mostly_bad.stderr
    shorter = load(good[0])
    assert shorter.exit_code == 0
    assert "2 notices of the list of before are not on this one, and went with it: 10.1234/b" in shorter.stderr
    none = load("10.1234/d\n")
    assert none.exit_code == 1
    assert "the list of before stays; line 2: 1 cells where the first line has 2" in none.stderr
