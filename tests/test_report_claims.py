"""The report's pages of claims, topics and versions, and what is sent out: the feed, the summary, the tables."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from reports.changes import Changes
from reports.edits import changed, changed_lines
from reports.feeds import ATOM, rising_feed
from reports.quality import quality_tables
from reports.report import build_report
from reports.shares import Share
from reports.weekly import change_lines, markdown_text
from tests.hostile_articles import ALERT, BREAKOUT
from tests.report_pages import Page, broken_links, foreign_parts, plain
from tests.tagged_articles import day, make_article, make_claim, make_fileset, make_tagged, short_hash
from tests.test_claim_reviews import feed, review_node
from transforms.records import TaggedArticle
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.publication import publish
from warehouse.review_feeds import load_review_feed

SAID = "Magnesium helps against muscle cramps."
DENIED = "Magnesium does not help against muscle cramps."
ABOUT = {
    "kind": "benefit",
    "agent": "Magnesium",
    "target": "muscle cramps",
    "agent_concept": "magnesium",
    "target_concept": "muscle_cramp",
}

REVIEW = review_node("Magnesium helps against muscle cramps", "Onbewezen", url="https://checks.test/magnesium")


def article(number: int, *sentences: str, **fields: object) -> TaggedArticle:
    """An article of sentences, each a claim on magnesium and cramps; one with "not" in it denies."""
    text = "\n".join((*sentences, f"Article {number} has a line of its own, on the {number}th of things."))
    made = make_article(
        f"https://{'ab'[number % 2]}.test/{number}",
        text,
        **{"site": f"{'ab'[number % 2]}.test", "content_hash": short_hash(text), "published": date(2026, number, 1)}
        | fields,
    )
    claims = [
        make_claim(
            made,
            words,
            polarity="negated" if " not " in words else "affirmed",
            certainty="hedged" if " may " in words else "asserted",
            support="none",
            **ABOUT,
        )
        for words in sentences
    ]
    return make_tagged(made, claims)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Four articles that say it, one that denies it; one is edited a week later."""
    folder = tmp_path_factory.mktemp("claims")
    con = open_warehouse(folder / "warehouse.duckdb")
    first = [article(number, SAID) for number in (1, 2, 3)]
    hostile = article(4, SAID, title=f"Title {BREAKOUT}")
    denying = article(5, DENIED)
    edited = article(1, SAID.replace("helps", "may help"), fetched_at=day(9), published=date(2026, 1, 1))
    try:
        load_fileset(con, make_fileset(folder, [*first, hostile, denying], site=None, run_id="run-1"))
        load_fileset(con, make_fileset(folder, [edited], site=None, run_id="run-2"))
        load_review_feed(con, feed(folder, REVIEW), date(2026, 11, 20))
    finally:
        con.close()
    publish(folder / "warehouse.duckdb", folder / "published.duckdb")
    root = folder / "report"
    summary = build_report(folder / "published.duckdb", root, languages=["en", "nl"], address="https://example.org/r/")
    return summary, root, {path.relative_to(root).as_posix(): Page(path) for path in root.rglob("*.html")}


def words(page: Page) -> str:
    return plain(page.path.read_text("utf-8"))


def claim_page(pages: dict[str, Page], sentence: str) -> Page:
    return next(
        page
        for name, page in pages.items()
        if re.match(r"claims/[0-9a-f]", name) and f"{sentence}" in words(page)[:400]
    )


def test_every_link_of_every_page_has_its_place(report):
    _, root, pages = report
    known = {name: page for name, page in pages.items() if "weekly" not in name}
    assert broken_links(known.values(), root) == []
    assert foreign_parts(known.values()) == []
    assert all(len(page.ids) == len(set(page.ids)) for page in known.values())


def test_a_claim_that_several_articles_make_has_a_page_with_all_its_sentences(report):
    summary, _, pages = report
    assert summary.claim_pages == 2  # and what one article denies, since it is one side of a dispute
    page = words(claim_page(pages, SAID))
    assert "magnesium → muscle cramp" in page
    assert "4 articles, 2 sites" in page
    assert "First published 1 January 2026" in page
    assert "Said outright 3 times; once with reserve" in page
    assert page.count("in its text") == 4
    made = claim_page(pages, SAID)
    assert "Checks" in page
    assert "Onbewezen" in page
    assert [link for link in made.links if "checks.test" in link] == ["https://checks.test/magnesium"]


def test_who_says_the_contrary_is_shown_and_nobody_is_said_to_be_right(report):
    _, _, pages = report
    assert "Who says the contrary?" in words(claim_page(pages, SAID))
    assert DENIED in words(claim_page(pages, SAID))
    assert "magnesium → muscle cramp" in words(pages["claims/index.html"])
    listed = words(pages["claims/index.html"])
    assert re.search(r"Affirmed in 4 articles: .{1,80} Denied in 1 article: ", listed)
    assert "1 claim that more than one article makes" in listed
    denied = claim_page(pages, DENIED)
    assert SAID in words(denied)
    assert "Made 1 1 article, 1 site" in words(denied)


def test_no_page_says_that_a_claim_is_true_or_false(report):
    for name, page in report[2].items():
        if not name.startswith(("nl/", "data/", "ask/")):  # the dictionary explains the reviewers' words
            assert not re.search(r"\b(true|false|truth|hoax|debunked)\b", page.words, re.I), name


def test_a_topic_shows_what_it_is_said_to_act_on(report):
    page = words(report[2]["topics/magnesium.html"])
    assert "5 claims in 5 articles on 2 sites name it." in page
    assert "What is magnesium said to act on?" in page
    assert "benefit 4 1 1 5 2 0" in page  # affirmed, denied, hedged, articles, sites, traceable
    assert "topics/magnesium.html" in report[2]["index.html"].links or "magnesium" in words(
        report[2]["topics/index.html"]
    )
    assert "Waarop zou magnesium werken?" in words(report[2]["nl/topics/magnesium.html"])


def test_an_edit_is_shown_with_what_went_and_what_came(report):
    _, _, pages = report
    page = next(page for name, page in pages.items() if name.startswith("articles/") and "Edited between" in page.words)
    html = page.path.read_text("utf-8")
    assert "Edited between 2 November 2026 and 10 November 2026" in words(page)
    assert "Magnesium <del>helps</del><ins>may help</ins> against" in html
    assert "softened" in words(page)
    assert "Kept as record" in words(page)
    archived = [link for link in page.links if link.startswith("https://web.archive.org/web/20261110")]
    assert archived == ["https://web.archive.org/web/20261110060000/https://b.test/1"]
    assert "2 versions were seen" in words(page)


def test_changes_between_texts_are_marked_and_escaped():
    assert str(changed("A <b> helps", "A <b> may help")) == "A &lt;b&gt; <del>helps</del><ins>may help</ins>"
    assert [str(line) for line in changed_lines("one\ntwo\nthree", "one\n2\nthree\nfour")] == [
        "<del>two</del><ins>2</ins>",
        "<ins>four</ins>",
    ]
    assert list(changed_lines("same\n\ntext", "same\n\ntext")) == []


def test_hostile_titles_are_words_in_lists_and_index(report):
    _, root, pages = report
    assert f"<script>{ALERT}</script>" in pages["articles/index.html"].words
    for script in (root / "search").glob("*.js"):
        assert "<" not in script.read_text("utf-8").replace("\\u003c", "")


def test_tables_are_csv_that_can_be_read(report):
    _, root, pages = report
    rows = list(csv.DictReader(io.StringIO((root / "data" / "sites.csv").read_text("utf-8"))))
    assert {row["site"]: row["claim_count"] for row in rows} == {"a.test": "2", "b.test": "3"}
    trend = list(csv.DictReader(io.StringIO((root / "data" / "trend.csv").read_text("utf-8"))))
    assert sum(int(row["claim_count"]) for row in trend) == 5
    told = json.loads((root / "sites" / "a.test.json").read_text("utf-8"))
    assert told["without_traceable_source"]["count"] == told["without_traceable_source"]["of"] == 2
    assert "Which claims do more articles make lately" in words(pages["data/index.html"])


def test_methods_give_the_measured_figures_of_each_language(report):
    page = words(report[2]["methods/index.html"])
    for table in quality_tables():
        assert table.rows[0][1] in page
    assert {table.lang for table in quality_tables()} == {"en", "nl"}
    assert "How to object or correct" in page
    assert "claimtrace forget" in page


def test_the_feed_of_rising_claims_can_be_read_whatever_they_say():
    row = {
        "cluster_id": "00ff", "example": f"Gember {BREAKOUT} \x00 \ufffe", "recent_count": 4, "window_days": 28,
        "baseline_count": 1, "baseline_days": 168,
    }  # fmt: skip
    feed = ET.fromstring(rising_feed([row], "2026-11-02", "https://example.org/r/"))
    (entry,) = feed.findall(f"{{{ATOM}}}entry")
    assert entry.find(f"{{{ATOM}}}link").get("href") == "https://example.org/r/claims/00ff.html"
    assert entry.find(f"{{{ATOM}}}title").text.startswith("Gember </style>")
    assert entry.find(f"{{{ATOM}}}summary").text == "in 4 articles of the last 28 days, after 1 in the 168 days before"
    assert feed.find(f"{{{ATOM}}}updated").text == "2026-11-02T00:00:00Z"


def test_the_summary_is_markdown_and_mail(report):
    _, root, _ = report
    told = (root / "weekly.md").read_text("utf-8")
    assert told.startswith("# Health claims and their sources, data to ")
    assert "100.0 % of the health claims come without a source that a reader could open (5 of 5;" in told
    assert "https://example.org/r/index.html" in told
    mail = (root / "weekly.html").read_text("utf-8")
    assert "<link" not in mail and "<script" not in mail and "<style" not in mail
    assert (root / "nl" / "weekly.md").read_text("utf-8").startswith("# Beweringen over gezondheid")


def test_words_from_the_web_are_no_markdown():
    assert markdown_text("[a](javascript:x) *b*\n# c <i>") == "\\[a\\](javascript:x) \\*b\\* \\# c \\<i\\>"


@pytest.mark.parametrize(
    ("then", "now", "direction"),
    [
        ((50, 100), (90, 100), "up"),
        ((90, 100), (50, 100), "down"),
        ((50, 100), (55, 100), "unclear"),
        ((1, 2), (1, 2), "same"),
        ((57_705, 60_033), (57_717, 60_048), "same"),  # what is shown of both is the same
    ],
)
def test_a_rise_is_told_as_one_only_where_the_intervals_lie_apart(then, now, direction):
    found = dict.fromkeys(
        ("new_article_count", "gone_article_count", "edit_count", "softened_count", "strengthened_count"), 0
    )
    told = Changes(
        since="2026-11-01",
        then=Share(*then),
        now=Share(*now),
        claim_count=0,
        site_count=0,
        found=found | {"edit_count": 2},
    )
    assert told.direction == direction
    lines = change_lines(told)
    assert ("may be chance" in lines[0]) == (direction == "unclear")
    assert lines[1:] == ("2 edits of articles.",)
