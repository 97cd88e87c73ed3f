"""What the first page and the list of sites say of sites: two rankings, and whether those that disclose cite less."""

import re
from pathlib import Path

import pytest

from reports.frames import report_rows
from reports.overview import SiteFigures, ranked_sites
from reports.report import build_report
from reports.shares import Share
from tests.published_files import publish_articles
from tests.report_pages import plain
from tests.tagged_articles import full_example, make_article, make_claim, make_tagged
from warehouse.queries import Published


def figures(site: str, untraceable: int, of: int, none: int, linkless: int = 0, ranked: bool = True) -> SiteFigures:
    row = {"site": site, "claim_count": of, "none_count": none, "article_count": 4, "linkless_article_count": linkless}
    return SiteFigures(row=row, untraceable=Share(untraceable, of), is_ranked=ranked)


def test_sites_that_lost_their_links_have_a_ranking_of_their_own() -> None:
    sites = ranked_sites(
        [
            figures("few", 3, 3, 3, ranked=False),
            figures("small", 20, 20, 5),
            figures("large", 990, 1000, 400),
            figures("half", 10, 20, 5, linkless=2),
            figures("lost", 500, 500, 100, linkless=3),
            figures("bare", 500, 500, 300, linkless=4),
        ]
    )
    # 990 of 1,000 say more than 20 of 20
    assert [one.site for one in sites.linked] == ["large", "small", "half"]
    assert [one.site for one in sites.bare] == ["bare", "lost"]
    assert [one.site for one in sites.few] == ["few"]
    assert sites.site_count == 6


def test_the_first_page_shows_the_first_of_each() -> None:
    sites = ranked_sites([*(figures(f"s{n}", 20, 20, 5) for n in range(5)), figures("few", 1, 1, 1, ranked=False)])
    assert sites.first(3).site_count == 3
    assert [one.site for one in sites.first(9).few] == ["few"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page that discloses a commission and one that does not, and a site that discloses nothing."""
    said = [make_article(f"https://{site}.test/plain", "Tea cures colds.", site=site) for site in ("shop", "other")]
    tagged = [make_tagged(one, [make_claim(one, "Tea cures colds.")]) for one in said]
    return publish_articles(
        tmp_path_factory.mktemp("sites"), [*tagged, full_example("https://shop.test/x", site="shop")]
    )


def test_articles_that_disclose_are_set_beside_those_that_do_not(published: Path) -> None:
    with Published(published) as data:
        found = report_rows(data, "disclosing_support")
    assert [(row["article_group"], row["article_count"], row["claim_count"], row["none_count"]) for row in found] == [
        ("disclosing", 1, 3, 1),
        ("same_sites", 1, 1, 1),
        ("other_sites", 1, 1, 1),
    ]


def test_the_list_of_sites_says_how_well_disclosures_are_found(published: Path, tmp_path: Path) -> None:
    root = build_report(published, tmp_path / "report", contact="desk@example.org").path.parent
    shown = plain((root / "sites" / "index.html").read_text("utf-8"))
    assert "Do articles that disclose an interest cite less?" in shown
    assert re.search(r"How well disclosures are found, as F1 \(precision, recall\): English .*; Dutch 0\.\d+ \(", shown)
    assert "They can be reached at desk@example.org." in plain((root / "methods" / "index.html").read_text("utf-8"))
    # what was told once stays
    build_report(published, tmp_path / "report")
    assert "desk@example.org" in (root / "methods" / "index.html").read_text("utf-8")
