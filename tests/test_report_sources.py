"""The report's pages of sources, and what article, site and first pages say of the sources that claims rest on."""

import re
from pathlib import Path
from typing import get_args

import pytest

import reports.articles
import reports.report
import reports.source_lists
import reports.sources
from reports.report import build_report
from reports.sources import cut
from reports.words import words
from tests.hostile_articles import ALERT
from tests.report_pages import Page, broken_links, foreign_parts, plain
from tests.sourced_articles import LISTED, NEWS, OWN, PREPRINT, RETRACTED, TRIAL, cited, citing, publish_sourced
from transforms.records import Evidence, PublisherKind, TaggedArticle


class Report:
    """A report that was built, by its pages."""

    def __init__(self, published: Path) -> None:
        root = published.parent / "report"
        self.summary = build_report(published, root)
        self.root = root
        self.pages = {
            path.relative_to(root).as_posix(): Page(path) for path in root.rglob("*.html") if path.name != "weekly.html"
        }

    def words(self, name: str) -> str:
        """The words of a page, with one space between them."""
        return plain(self.pages[name].path.read_text("utf-8"))

    def source(self, link: str) -> str:
        """The words of the page of the source that a link points to."""
        return self.words(f"sources/{cited(link).source_id}.html")

    def article(self, title: str) -> str:
        """The HTML of the article with this title."""
        found = [page for name, page in self.pages.items() if name.startswith("articles/") and title in page.words]
        return min(found, key=lambda page: page.words.index(title)).path.read_text("utf-8")

    def card(self, title: str, place: str) -> str:
        """The words of one card of an article, such as `claim-1`."""
        html = re.search(
            rf'<li class="card [^"]*" id="{place}">.*?(?=<li class="card|</ol>\n)', self.article(title), re.S
        )
        assert html
        return plain(html[0])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(publish_sourced(tmp_path_factory.mktemp("sourced")))


@pytest.fixture(scope="module")
def unlisted(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The same articles, and neither a list nor a registry was asked."""
    return Report(publish_sourced(tmp_path_factory.mktemp("unlisted"), listed=None, known=False))


def test_every_source_has_its_page_and_every_link_its_place(report: Report) -> None:
    assert report.summary.source_pages == 5
    assert {f"sources/{cited(link).source_id}.html" for link in (TRIAL, RETRACTED, PREPRINT, NEWS, OWN)} == {
        name for name in report.pages if name.startswith("sources/") and name != "sources/index.html"
    }
    assert broken_links(report.pages.values(), report.root) == []
    assert foreign_parts(report.pages.values()) == []
    assert all(len(page.ids) == len(set(page.ids)) for page in report.pages.values())


def test_a_claim_on_a_retracted_paper_says_so(report: Report) -> None:
    card = report.card("Ginger for all", "claim-1")
    notice = "Retracted notice of 2 March 2025; cited after the notice; matched with the list of 1 November 2026"
    assert notice in card
    assert notice in report.card("Ginger for all", "source-1")
    before_text = report.article("Ginger for all").partition("How to read the marks")[0]
    assert '<li class="strong"><b>Retracted</b> <a href="#source-1">' in before_text
    assert "cited before the notice and left so" in report.card("Ginger and the heart", "claim-2")
    assert "Retracted" not in report.card("Ginger for all", "claim-2")


def test_the_page_of_a_retracted_paper_tells_who_cites_it_and_why_it_was_retracted(report: Report) -> None:
    page = report.source(RETRACTED)
    assert "Its identifier matched the list of 1 November 2026: retracted, notice of 2 March 2025." in page
    assert "Reasons on the list: Unreliable Results." in page
    assert "https://doi.org/10.5555/notice.1" in report.pages[f"sources/{cited(RETRACTED).source_id}.html"].links
    assert "Ginger and colds" in page  # the title, which only the list has
    assert "Ginger cures colds, says one paper. claim 1 benefit · affirmed · asserted" in page
    assert "28 October 2026 · as study · cited after the notice" in page
    assert "1 May 2024 · as study · cited before the notice and left so" in page
    assert "in 2 articles on 2 sites" in page


def test_the_first_page_and_the_list_count_retracted_citations(report: Report) -> None:
    told = "2 citations of the 4 whose source has a DOI or PubMed number matched a paper that is listed as retracted"
    for name in ("index.html", "sources/index.html"):
        assert told in report.words(name)
        assert "1 cited after the notice and 1 cited before it and left so" in report.words(name)
        assert "The list, as of 1 November 2026, has 1 paper." in report.words(name)
    assert "1 claim with a source that matched a retracted paper, 1 at second hand" in report.words("sites/shop.html")


def test_where_no_list_was_loaded_nothing_pretends(unlisted: Report) -> None:
    for name in ("index.html", "sources/index.html"):
        assert "No retraction list was loaded, so no citation was held against one" in unlisted.words(name)
    assert "Retracted papers – no retraction list was loaded" in unlisted.words("index.html")
    assert "0 citations of the" not in unlisted.words("index.html")
    assert "not looked up no retraction list was loaded" in unlisted.source(RETRACTED)
    assert "(no retraction list was loaded)" in unlisted.words("sites/shop.html")
    assert 'class="flag strong"' not in unlisted.article("Ginger for all")


def test_a_paper_that_is_on_no_list_is_said_to_be_on_none(report: Report) -> None:
    assert "no notice not on the list of 1 November 2026" in report.source(TRIAL)
    assert "not looked up it has no DOI or PubMed number" in report.source(NEWS)


def test_a_list_without_dates_leaves_the_timing_open(tmp_path: Path) -> None:
    report = Report(publish_sourced(tmp_path, listed=LISTED))
    flag = "Retracted date of the notice not known; matched with the list of 1 November 2026"
    assert flag in report.card("Ginger for all", "claim-1")
    assert "the date of the notice is not known" in report.source(RETRACTED)


def test_a_rung_is_given_with_who_says_so(report: Report) -> None:
    shown = report.card("Ginger and the heart", "claim-1")
    assert "Rests on: randomised trial (by a registry's record of the source)" in shown
    shown = report.card("Ginger and the heart", "claim-2")
    assert "Rests on: randomised trial (by the article's words)" in shown
    assert "Rests on: not said" in report.card("Ginger for all", "claim-5")
    assert "Rests on" not in report.card("Ginger for all", "claim-6")
    assert "pubmed: Randomized Controlled Trial" in report.source(TRIAL)
    assert "by the words of the articles that cite it; nobody looked" in report.source(RETRACTED)


def test_own_site_second_hand_and_preprint_are_flagged(report: Report) -> None:
    assert "Own site only" in report.card("Ginger for all", "claim-2")
    assert "Second hand" in report.card("Ginger for all", "claim-3")
    assert "Preprint" in report.card("Ginger for all", "claim-4")
    assert "Second hand it cites 2 identified works" in report.card("Ginger for all", "source-3")


def test_chains_are_shown_from_both_ends(report: Report) -> None:
    page = report.source(NEWS)
    assert "It is an article here: Ginger and the heart. Who cites it has from second hand:" in page
    assert "DOI 10.5555/retracted.1 DOI 10.5555/trial.1" in page
    assert "Ginger for all shop, over Ginger and the heart of nos" in report.source(TRIAL)
    assert "Second hand" not in report.source(OWN)


@pytest.mark.parametrize(("title", "rung", "unsourced"), [("Ginger for all", 5, 1), ("Ginger and the heart", 0, 0)])
def test_the_ladder_counts_each_claim_once(report: Report, title: str, rung: int, unsourced: int) -> None:
    html = report.article(title)
    counts = dict(re.findall(r'<li class="rung-(\w+)[^>]*>.*?<b>(\d+)</b>', html, re.S))
    assert sum(map(int, counts.values())) == html.count('id="claim-')
    assert (int(counts["unspecified"]), int(counts["none"])) == (rung, unsourced)
    assert len(counts) == 10


def test_the_page_of_a_site_shows_whom_it_cites(report: Report) -> None:
    shown = report.words("sites/shop.html")
    assert re.search(r"80\.0\s% of the citations \(4 of 5\) point to an address", shown)
    assert "News Papers, magazines, broadcasters and research news. 25.0 % (1 of 4)" in shown
    assert re.search(r"Self-citation: 25\.0\s% of the citations with an address \(1 of 4\)", shown)


def test_a_hostile_title_is_shown_as_words(report: Report) -> None:
    page = report.pages[f"sources/{cited(TRIAL).source_id}.html"]
    assert f"<script>{ALERT}</script>" in page.words
    assert all(tag != "script" for tag, _ in page.elements)


def test_only_so_many_sources_have_a_page_and_the_retracted_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports.report, "MOST_PAGES", 2)
    report = Report(publish_sourced(tmp_path))
    assert report.summary.source_pages == 2
    assert f"sources/{cited(RETRACTED).source_id}.html" in report.pages
    assert "5 sources that articles point to" in report.words("sources/index.html")
    assert "The 2 that most articles cite have a page" in report.words("sources/index.html")
    assert broken_links(report.pages.values(), report.root) == []


def many(count: int, words: str) -> list[TaggedArticle]:
    """Articles that each cite the same paper for one long claim, and a page of their own."""
    return [
        citing(
            f"https://a.test/{n}",
            (f"{words} {n}, says the paper.", "the paper", TRIAL),
            (f"Page {n} says it too.", f"Page {n}", f"https://b.test/{n}"),
        )
        for n in range(count)
    ]


def test_a_page_shows_only_so_many_citations_and_says_of_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports.sources, "MOST_CITATIONS", 3)
    monkeypatch.setattr(reports.source_lists, "MOST_FIRST", 2)
    monkeypatch.setattr(reports.source_lists, "SOURCES_A_PAGE", 2)
    report = Report(publish_sourced(tmp_path, many(5, "Ginger helps")))
    assert "3 of 5 citations." in report.source(TRIAL)
    assert "2 of 5, those that most articles cite. All 5 with a page" in report.words("sources/index.html")
    lists = [name for name in report.pages if name.startswith("sources/page~")]
    assert sorted(lists) == ["sources/page~1.html", "sources/page~2.html", "sources/page~3.html"]
    found = [link for name in lists for link in report.pages[name].links if link.startswith("../sources/")]
    linked = [link for link in found if not link.endswith("index.html")]
    assert len(linked) == len(set(linked)) == 5
    assert broken_links(report.pages.values(), report.root) == []


def test_a_page_stays_small_whatever_is_cited(tmp_path: Path) -> None:
    long = "Ginger <&\"'> " * 400
    report = Report(publish_sourced(tmp_path, many(reports.sources.MOST_CITATIONS + 5, long)))
    for name, page in report.pages.items():
        if name.startswith("sources/"):
            assert page.path.stat().st_size < 300_000, name
    assert "100 of 105 citations." in report.source(TRIAL)


def test_what_is_read_in_stretches_is_what_is_read_at_once(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports.report, "BATCH", 1)
    monkeypatch.setattr(reports.articles, "STRETCH", 1)
    again = Report(publish_sourced(tmp_path))
    for name in report.pages:
        if name.startswith("articles/"):
            assert again.pages[name].path.read_bytes() == report.pages[name].path.read_bytes()


def test_a_citation_without_a_claim_is_shown_in_its_line(tmp_path: Path) -> None:
    tagged = citing("https://a.test/1", ("The whole line, says the paper, and on.", "the paper", TRIAL))
    bare = TaggedArticle(
        article=tagged.article, claims=(), citations=tagged.citations, support=(), disclosures=(),
        sources=tagged.sources, tagger_version=tagged.tagger_version,
    )  # fmt: skip
    report = Report(publish_sourced(tmp_path, [bare]))
    page = report.pages[f"sources/{cited(TRIAL).source_id}.html"].path.read_text("utf-8")
    assert "<bdi>The whole line, says <b>the paper</b>, and on.</bdi>" in page
    assert "offered for no claim in particular" in page


def test_a_report_without_articles_has_a_list_of_no_sources(tmp_path: Path) -> None:
    report = Report(publish_sourced(tmp_path, [], listed=None, known=False))
    assert report.summary.source_pages == 0
    assert "0 sources that articles point to" in report.words("sources/index.html")


def test_every_word_for_sources_is_worded(report: Report) -> None:
    told = words()
    assert set(get_args(PublisherKind)) | {"none"} == set(told["publisher_kind"])
    assert set(told["timing"]) == {"cited_after", "still_cited", "cited_before", "unknown"}
    assert {word.family for word in told["scheme"].values()} == set(told["source_family"])
    assert set(get_args(Evidence)) <= set(told["evidence"])
    for column in ("basis", "flag", "standing", "timing", "source_family", "scheme", "publisher_kind"):
        assert all(word.label and word.meaning and word.example for word in told[column].values())


def test_cut() -> None:
    assert (cut("abc", 3), cut("abcd", 3)) == ("abc", "ab…")
