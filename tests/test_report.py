import re
from pathlib import Path

import pytest

import reports.article_lists
import reports.report
from reports.article_lists import article_pieces
from reports.kept_charts import NAME
from reports.report import MARKER, NotAReportError, build_report
from tests.hostile_articles import ALERT, hostile_run
from tests.published_files import publish_articles
from tests.report_pages import Page, broken_links, foreign_parts
from tests.tagged_articles import full_example, make_article, make_tagged
from warehouse.errors import NoWarehouse

ROOMS = ("index.html", "topics", "claims", "sites", "sources", "articles", "methods", "data", "search", "ask", "duckdb")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    published = publish_articles(folder, *hostile_run())
    summary = build_report(published, folder / "report")
    pages = (path for path in (folder / "report").rglob("*.html") if path.name != "weekly.html")  # which is a mail
    return summary, {path.relative_to(folder / "report"): Page(path) for path in pages}


def article_with(pages, words):
    articles = (page for path, page in pages.items() if path.parts[0] == "articles" and path.name != "index.html")
    return next(page for page in articles if words in page.words)


def test_every_site_and_article_has_its_page(report):
    summary, pages = report
    assert summary.path.name == "index.html"
    assert summary.article_pages == 9 == sum(path.parts[0] == "articles" for path in pages) - 1  # and the list of them
    assert summary.site_pages == 5
    assert sum(path.parts[0] == "sites" for path in pages) == 6  # and the list of them
    rooms = {"topics", "claims", "sites", "sources", "articles", "methods", "data", "search", "ask"}
    files = {"index.html", "report.css", "search.js", "ask.js", "weekly.md", "weekly.html", "rising.atom", MARKER, NAME}
    assert {path.name for path in summary.path.parent.iterdir()} == rooms | files


def test_the_pages_hold_no_element_or_attribute_of_the_web(report):
    assert foreign_parts(report[1].values()) == []


@pytest.mark.fault("F44")
def test_hostile_words_are_shown_as_words(report):
    page = article_with(report[1], "Kurkuma geneest")
    assert f"<script>{ALERT}</script>" in page.words
    assert "{{ 7 * 7 }} {% raw %} &lt;b&gt; ]]>" in page.words
    assert f'Onderzoek" onclick="{ALERT}' in page.words


@pytest.mark.fault("F44")
def test_links_lead_to_the_web_by_http_only_and_tell_it_nothing(report):
    outward = 0
    for path, page in report[1].items():
        for tag, attributes in page.elements:
            href = attributes.get("href", "")
            if tag == "a" and not href.startswith(("#", "../", *ROOMS)) and "/" in href:
                assert href.startswith(("http://", "https://")), (path, href)
                assert attributes["rel"] == "noopener nofollow noreferrer"
                outward += 1
    assert outward > 3


def test_every_link_within_the_report_has_its_page_and_its_place(report):
    summary, pages = report
    assert all(len(page.ids) == len(set(page.ids)) for page in pages.values())
    assert broken_links(pages.values(), summary.path.parent) == []


@pytest.mark.fault("F44")
def test_every_page_forbids_requests_and_all_but_the_search_forbid_scripts(report):
    for path, page in report[1].items():
        (policy,) = [a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
        own = "script-src 'self' file:; " if path.parts[0] == "search" else ""
        look = "style-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'"
        assert policy == f"default-src 'none'; {own}{look}", path
        scripts = [attributes for tag, attributes in page.elements if tag == "script"]
        assert len(scripts) == (path.parts[0] == "search")


def test_a_claim_shows_its_grade_and_its_source(report):
    page = article_with(report[1], "Ginger relieves nausea")
    html = page.path.read_text("utf-8")
    card = re.search(r'<li class="card grade-traceable" id="claim-1">.*?</li>\s*(?=<li class="card)', html, re.S)[0]
    assert "<b>traceable source</b>" in card
    assert 'href="https://doi.org/10.5555/ginger" rel="noopener nofollow noreferrer"' in card
    assert "doi 10.5555/ginger" in card
    assert 'href="#source-1"' in card
    assert '<mark class="claim grade-traceable" id="in-text-claim-1">Ginger relieves nausea (' in html
    assert '<a class="citation family-written" href="#source-1" id="in-text-source-1"' in html


def test_interests_and_empty_source_lists_stand_at_the_top(report):
    page = article_with(report[1], "Ginger relieves nausea")
    before_text = page.words[: page.words.index("How to read the marks")]
    assert "Commission" in before_text
    assert "We earn a commission on links." in before_text
    assert "The heading “Sources” has nothing under it." in before_text


def test_an_article_without_title_date_or_claims_says_so(report):
    page = article_with(report[1], "(untitled)")
    assert "no date of publication" in page.words
    assert "No claims were found in this article." in page.words


def test_the_first_page_gives_shares_with_denominator_and_interval(report):
    words = report[1][Path("index.html")].words
    # three full examples with 3 claims each, one traceable; five hostile ones with 2 vague claims each
    assert "84.2\u00a0% of the health claims" in words
    assert "16 of 19 claims; 95\u00a0% interval 62.4–94.5" in words
    assert "6 of 9" in words  # a site with too few claims for a share
    assert "6 of 9;" not in words
    assert "Fewer than 20 claims: too few to rank, and too few for a share" in words
    methods = report[1][Path("methods/index.html")].words
    assert "short" in methods
    assert "claimtrace evaluate" in methods


def test_an_empty_file_gives_a_report_without_shares(tmp_path):
    summary = build_report(publish_articles(tmp_path, []), tmp_path / "report")
    words = Page(summary.path).words
    assert "No claims have been found yet." in words
    assert "0.0\u00a0%" not in words
    assert summary.article_pages == 0


def test_progress_counts_up_to_all_articles(tmp_path):
    seen = []
    published = publish_articles(
        tmp_path, [make_tagged(make_article(f"https://a.test/{n}", f"Text {n}.")) for n in range(5)]
    )
    build_report(published, tmp_path / "report", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 5) for n in range(1, 6)]


def test_articles_are_read_in_batches_and_none_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(reports.article_lists, "ARTICLES_A_PAGE", 4)
    monkeypatch.setattr(reports.report, "BATCH", 3)
    published = publish_articles(
        tmp_path, [full_example(f"https://a.test/{n}", content_hash=f"{n:016x}") for n in range(10)]
    )
    summary = build_report(published, tmp_path / "report")
    assert summary.article_pages == 10
    assert summary.site_pages == 3
    lists = [
        (tmp_path / "report" / "sites" / name).read_text("utf-8")
        for name in ("site.html", "site~2.html", "site~1.html")
    ]
    linked = [set(re.findall(r"articles/([0-9a-f]{16})\.html", page)) for page in lists]
    assert [len(found) for found in linked] == [2, 4, 4]
    articles = {path.stem for path in (tmp_path / "report" / "articles").iterdir() if "~" not in path.name}
    assert linked[0] | linked[1] | linked[2] == articles - {"index"}


def test_a_build_is_the_same_twice_and_replaces_the_old_one(tmp_path):
    published = publish_articles(tmp_path, [full_example()])
    target = tmp_path / "report"
    build_report(published, target)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    (target / "articles" / "stale.html").write_text("old")
    build_report(published, target)
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("report")) == ["report"]


@pytest.mark.fault("F04")
def test_a_build_that_fails_leaves_the_old_report_whole(tmp_path):
    published = publish_articles(tmp_path, [full_example()])
    target = tmp_path / "report"
    build_report(published, target)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_report(published, target, progress=stop)
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before
    build_report(published, target)  # and what was half built is in nobody's way
    assert not target.with_name("report.building").exists()


def test_a_build_killed_between_its_renames_is_mended(tmp_path):
    published = publish_articles(tmp_path, [full_example()])
    target = tmp_path / "report"
    build_report(published, target)
    target.rename(tmp_path / "report.old")
    with pytest.raises(NoWarehouse):
        build_report(tmp_path / "missing.duckdb", target)
    assert (target / "index.html").is_file()
    build_report(published, target)
    assert not (tmp_path / "report.old").exists()


@pytest.mark.parametrize("name", ["report", "report.building", "report.old"])
def test_a_folder_of_somebody_else_is_left_alone(tmp_path, name):
    published = publish_articles(tmp_path, [full_example()])
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.txt").write_text("years of work")
    with pytest.raises(NotAReportError, match="no claimtrace report"):
        build_report(published, tmp_path / "report")
    assert (tmp_path / name / "thesis.txt").read_text() == "years of work"


def test_without_a_published_file_nothing_is_written(tmp_path):
    with pytest.raises(NoWarehouse, match="claimtrace demo"):
        build_report(tmp_path / "missing.duckdb", tmp_path / "report")
    assert list(tmp_path.iterdir()) == []


def test_a_report_of_what_changed_is_the_same_as_one_made_anew(tmp_path):
    def example(number, **fields):
        return full_example(f"https://{'ab'[number % 2]}.test/{number}", content_hash=f"{number:016x}", **fields)

    old = publish_articles(tmp_path / "old", [example(number) for number in range(4)])
    new = publish_articles(tmp_path / "new", [example(number, title=f"Title {number // 4}") for number in range(1, 5)])
    for name in ("kept", "anew"):
        build_report(old, tmp_path / name, languages=["en", "nl"])
    whole = build_report(new, tmp_path / "anew", is_fresh=True).written_count
    assert 0 < build_report(new, tmp_path / "kept").written_count < whole
    kept, anew = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("kept", "anew")
    )
    for unlike in (MARKER, NAME):  # both hold what the other report asked for in another order
        kept.pop(Path(unlike)), anew.pop(Path(unlike))
    assert kept == anew


def test_older_lists_of_articles_stay_as_they_are_when_one_is_added(monkeypatch):
    monkeypatch.setattr(reports.article_lists, "ARTICLES_A_PAGE", 10)
    assert article_pieces("index", 0, "all") == [("index.html", 0)]
    assert article_pieces("index", 11, "all") == [("index.html", 11)]  # one alone would be a poor first page
    assert article_pieces("index", 25, "all") == [("index.html", 5), ("all~2.html", 10), ("all~1.html", 10)]
    assert article_pieces("index", 26, "all")[1:] == article_pieces("index", 25, "all")[1:]
    assert all(sum(size for _, size in article_pieces("a", count)) == count for count in range(60))
