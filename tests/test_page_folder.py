"""A report that is built again: only what changed is written, and the rest is what it was."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

import reports.digests
from reports.languages import UnknownLanguageError
from reports.page_folder import MARKER, standing_marker
from reports.report import build_report
from tests.report_pages import Page, broken_links
from tests.tagged_articles import day, full_example, make_fileset
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.publication import publish


def articles(*edited: int):
    """Six articles; those of the numbers `edited` say something else than before."""
    return [
        full_example(
            f"https://a.test/{number}",
            site="a",
            content_hash=f"{number + 16 * (number in edited):016x}",
            title=f"Article {number}{' anew' if number in edited else ''}",
            fetched_at=day(1) + timedelta(days=7 * (number in edited)),
        )
        for number in range(6)
    ]


def published(folder: Path, *runs) -> Path:
    """The runs loaded one after the other, and published."""
    folder.mkdir(parents=True, exist_ok=True)
    con = open_warehouse(folder / "warehouse.duckdb")
    try:
        for number, run in enumerate(runs):
            load_fileset(con, make_fileset(folder / str(number), run, site=None, run_id=f"run-{number}"))
    finally:
        con.close()
    publish(folder / "warehouse.duckdb", folder / "published.duckdb")
    return folder / "published.duckdb"


def inodes(report: Path) -> dict[str, int]:
    """Which file each page is."""
    return {path.relative_to(report).as_posix(): path.stat().st_ino for path in report.rglob("*.html")}


def test_a_report_on_the_same_data_writes_no_page_anew(tmp_path):
    data, report = published(tmp_path, articles()), tmp_path / "report"
    build_report(data, report)
    before = inodes(report)
    build_report(data, report)
    after = inodes(report)
    assert {name for name in before if before[name] != after[name]} == set()


def test_one_changed_article_is_one_article_page(tmp_path):
    report = tmp_path / "report"
    build_report(published(tmp_path / "1", articles()), report)
    before = inodes(report)
    summary = build_report(published(tmp_path / "2", articles(3)), report)
    changed = {name for name in before if before[name] != inodes(report)[name]}
    assert sum(name.startswith("articles/") and "index" not in name for name in changed) == 1
    assert summary.article_pages == 6
    assert "Article 3 anew" in (report / "articles" / "index.html").read_text("utf-8")


def test_a_page_that_somebody_took_away_is_written_again(tmp_path):
    data, report = published(tmp_path, articles()), tmp_path / "report"
    build_report(data, report)
    page = next(path for path in (report / "articles").iterdir() if path.name != "index.html")
    content = page.read_bytes()
    page.unlink()
    build_report(data, report)
    assert page.read_bytes() == content


def test_another_make_of_the_report_writes_all_anew(tmp_path, monkeypatch):
    data, report = published(tmp_path, articles()), tmp_path / "report"
    build_report(data, report)
    before = inodes(report)
    monkeypatch.setattr("reports.report.making_digest", lambda: "another make")
    build_report(data, report)
    after = inodes(report)
    assert all(before[name] != after[name] for name in before)
    assert len(reports.digests.making_digest()) == 16


def test_the_report_after_says_what_changed(tmp_path):
    report = tmp_path / "report"
    build_report(published(tmp_path / "1", articles()[:4]), report)
    assert "This is the first report here" in Page(report / "index.html").words
    build_report(published(tmp_path / "2", articles()[:4], articles()[4:]), report)
    words = Page(report / "index.html").words
    assert "6 claims more." in words
    assert "The share without a traceable source is what it was: 66.7\u00a0%" in words
    build_report(tmp_path / "2" / "published.duckdb", report)
    assert "claims more" in Page(report / "index.html").words  # building again compares with the same report


def test_two_languages_stand_beside_each_other_and_lead_to_each_other(tmp_path):
    data, report = published(tmp_path, articles()), tmp_path / "report"
    build_report(data, report, languages=["en", "nl"])
    pages = [Page(path) for path in report.rglob("*.html") if path.name != "weekly.html"]
    assert broken_links(pages, report) == []
    names = {page.path.relative_to(report).as_posix() for page in pages}
    assert {name for name in names if not name.startswith("nl/")} == {
        name.removeprefix("nl/") for name in names if name.startswith("nl/")
    }
    assert "van de beweringen over gezondheid" in Page(report / "nl" / "index.html").words
    assert "../nl/sites/index.html" in Page(report / "sites" / "index.html").links
    build_report(data, report)  # it stays in both
    assert standing_marker(report)["languages"] == ["en", "nl"]
    assert (report / "nl" / "index.html").is_file()


def test_no_english_is_left_in_a_dutch_page(tmp_path):
    data, report = published(tmp_path, articles()), tmp_path / "report"
    build_report(data, report, languages=["nl"])
    for name in ("index.html", "sites/a.html", "sources/index.html", "claims/index.html", "search/index.html"):
        ours = report / "without_what_pages_say.html"
        ours.write_text(re.sub("<bdi>.*?</bdi>", "", (report / name).read_text(), flags=re.DOTALL))
        words = Page(ours).words
        for english in (" claims", " articles ", " source ", "without", "What ", " the "):
            assert english not in words, (name, english)


def test_a_language_that_there_is_not_leaves_the_report_as_it_is(tmp_path):
    data, report = published(tmp_path, articles()), tmp_path / "report"
    build_report(data, report)
    before = (report / MARKER).read_bytes()
    with pytest.raises(UnknownLanguageError):
        build_report(data, report, languages=["en", "xx"])
    assert (report / MARKER).read_bytes() == before


def test_a_marker_of_an_older_make_is_a_report_without_pages_to_take_over(tmp_path):
    data, report = published(tmp_path, articles()), tmp_path / "report"
    report.mkdir()
    (report / MARKER).write_text("This folder is written by claimtrace and is replaced as a whole.\n")
    build_report(data, report)
    assert (report / "index.html").is_file()
