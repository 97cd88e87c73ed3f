"""Fact-checks: ClaimReview as pages and feeds write it, the one scale of verdicts, and what the warehouse keeps."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from flows.cli import app
from flows.data_folder import DataFolder
from tests.tagged_articles import day, make_article, make_fileset, make_tagged, new_warehouse
from transforms.claim_reviews import MAX_REVIEWS, feed_items, item_reviews, reviews_in
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.records import Article, ClaimReview, Page
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.review_feeds import ReviewFeedError, load_review_feed

PAGE = "https://checks.test/ginger"
TODAY = date(2026, 11, 29)


def review_node(claim: str = "Ginger cures cancer", rating: str | None = "Onwaar", **fields: Any) -> dict[str, Any]:
    """A ClaimReview as Data Commons' guide has it."""
    node: dict[str, Any] = {
        "@type": "ClaimReview",
        "url": PAGE,
        "claimReviewed": claim,
        "datePublished": "2026-10-02",
        "author": {"@type": "Organization", "name": "Checks", "url": "https://checks.test/"},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "A blog"},
            "datePublished": "2026-09-30T10:00:00+02:00",
            "appearance": [{"@type": "CreativeWork", "url": "https://blog.test/ginger"}],
        },
        "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": "5", "worstRating": 1},
    }
    if rating is not None:
        node["reviewRating"]["alternateName"] = rating
    return node | fields


def element(node: Any) -> dict[str, Any]:
    """An element of a feed."""
    return {"@type": "DataFeedItem", "url": PAGE, "item": node}


def feed(folder: Path, *nodes: Any) -> Path:
    """A feed on disk."""
    path = folder / "feed.json"
    told = {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [element(node) for node in nodes]}
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    failed = [(result.name, result.examples) for result in run_checks(con) if result.offending_count]
    con.close()
    assert failed == []


def one_review(**fields: Any) -> ClaimReview:
    """The review of a node."""
    (found,) = reviews_in([review_node(**fields)], PAGE)
    return found


def test_a_review_is_read_whole() -> None:
    found = one_review()
    assert (found.claim, found.claimant, found.rating) == ("Ginger cures cancer", "A blog", "Onwaar")
    assert (found.rating_value, found.worst_rating, found.best_rating) == (1.0, 1.0, 5.0)
    assert (found.reviewer, found.reviewer_url, found.url) == ("Checks", "https://checks.test/", PAGE)
    assert (found.claimed_on, found.reviewed_on) == (date(2026, 9, 30), date(2026, 10, 2))
    assert found.appearance == "https://blog.test/ginger"


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"claim": "Honey &amp; lemon\n cure  colds"}, "claim", "Honey & lemon cure colds"),
        ({"url": "/ginger"}, "url", PAGE),
        ({"url": None}, "url", PAGE),
        ({"author": "Checks"}, "reviewer", "Checks"),
        ({"author": [{"name": "First"}, {"name": "Second"}]}, "reviewer", "First"),
        ({"itemReviewed": "a claim"}, "claimant", None),
        ({"itemReviewed": {"firstAppearance": {"url": "https://x.test/1"}}}, "appearance", "https://x.test/1"),
        ({"itemReviewed": [{"author": {"name": "Someone"}}]}, "claimant", "Someone"),
        ({"reviewRating": {"ratingValue": "False"}}, "rating", "False"),
        ({"reviewRating": {"ratingValue": "4,5"}}, "rating_value", 4.5),
        ({"reviewRating": {"ratingValue": 4.5}}, "rating_value", 4.5),
        ({"reviewRating": {"ratingValue": "NaN"}}, "rating_value", None),
        ({"reviewRating": {"name": "Half true", "ratingValue": 3}}, "rating", "Half true"),
        ({"reviewRating": None}, "rating", None),
        ({"datePublished": "yesterday"}, "reviewed_on", None),
    ],
)
def test_forms_that_pages_use(fields: dict[str, Any], name: str, value: object) -> None:
    assert getattr(one_review(**fields), name) == value


def test_an_author_elsewhere_is_found_by_its_id() -> None:
    nodes = [review_node(author={"@id": "#us"}), {"@id": "#us", "@type": "Organization", "name": "Checks of us"}]
    (found,) = reviews_in(nodes, PAGE)
    assert found.reviewer == "Checks of us"


def test_one_review_told_twice_is_one() -> None:
    nodes = [
        review_node(),
        review_node(claim="GINGER cures cancer", url=f"{PAGE}?utm_source=x"),
        review_node(claim="No"),
    ]
    assert len(list(reviews_in(nodes, PAGE))) == 2


def html(*nodes: Any) -> bytes:
    """A page with an article in Dutch and JSON-LD."""
    sentence = (
        "Een kop gember geneest geen kanker en dat heeft ook niemand in een goed onderzoek laten zien, schreef zij. "
    )
    body = "".join(f"<p>{sentence * 3}</p>" for _ in range(4))
    data = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)})
    return (
        f"<html lang=nl><head><title>Gember</title><script type='application/ld+json'>{data}</script></head>"
        f"<body><article><h1>Gember tegen kanker</h1>{body}</article></body></html>"
    ).encode()


def read_page(body: bytes) -> Article:
    """The article of a page."""
    page = Page(
        url=PAGE,
        site="checks",
        fetched_at=datetime(2026, 11, 2, tzinfo=UTC),
        status=200,
        content_type="text/html",
        body=body,
        record="a.warc:0",
    )
    found = extract_article(page, languages())
    assert isinstance(found, Article), found
    return found


def test_a_page_of_a_fact_checker_has_its_reviews() -> None:
    article = read_page(html({"@type": "NewsArticle", "headline": "Gember"}, review_node()))
    assert [(one.claim, one.rating, one.url) for one in article.claim_reviews] == [
        ("Ginger cures cancer", "Onwaar", PAGE)
    ]
    assert read_page(html({"@type": "NewsArticle", "headline": "Gember"})).claim_reviews == ()
    many = read_page(html(*(review_node(claim=f"Claim {number}") for number in range(90))))
    assert len(many.claim_reviews) == MAX_REVIEWS


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "claimReviewed", "author", "reviewRating", "ratingValue", "itemReviewed", "url", "item"]
            ),
            inner | st.just("ClaimReview"),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_whatever_a_feed_holds_it_is_read_or_told(thing: Any) -> None:
    for one in [thing, *feed_items(thing)]:
        found, trouble = item_reviews(one)
        assert bool(found) != bool(trouble)
        assert all(review.claim and review.url for review in found)


RATINGS = [
    ("Onwaar", None, "false", "words"),
    ("Niet waar", None, "false", "words"),
    ("FALSE", None, "false", "words"),
    ("False: no study says so", None, "false", "words"),
    ("Pants on Fire!", None, "false", "words"),
    ("Grotendeels onwaar", None, "mostly_false", "words"),
    ("Misleidend", None, "mostly_false", "words"),
    ("Mostly False", None, "mostly_false", "words"),
    ("Half-true", None, "mixture", "words"),
    ("Deels waar", None, "mixture", "words"),
    ("True, but misleading", None, "mixture", "words"),
    ("Missing context", None, "mixture", "words"),
    ("Grotendeels waar", None, "mostly_true", "words"),
    ("Mostly true", None, "mostly_true", "words"),
    ("Waar", None, "true", "words"),
    ("Correct", None, "true", "words"),
    ("Onbewezen", None, "unknown", "words"),
    ("No evidence", None, "unknown", "words"),
    ("Satire", None, "unknown", "words"),
    ("Teilweise falsch", None, "mixture", "words"),
    ("Not false", None, "unknown", "none"),  # nothing is guessed
    ("Fact check", None, "unknown", "none"),
    ("", (1, 1, 5), "false", "number"),
    ("See text", (2, 1, 5), "mostly_false", "number"),
    (None, (3, 1, 5), "mixture", "number"),
    (None, (4, 1, 5), "mostly_true", "number"),
    (None, (5, 1, 5), "true", "number"),
    (None, (7, 1, 5), "unknown", "none"),  # off its own scale
    (None, (1, 1, 1), "unknown", "none"),
    ("Onwaar", (5, 1, 5), "false", "words"),  # words before numbers
]


def test_ratings_come_to_one_scale_and_stay_as_they_were(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    nodes = []
    for number, (rating, scale, _, _) in enumerate(RATINGS):
        value, worst, best = scale or (None, None, None)
        told = {"alternateName": rating, "ratingValue": value, "worstRating": worst, "bestRating": best}
        nodes.append(review_node(claim=f"Claim {number:02}", reviewRating=told))
    load_review_feed(con, feed(tmp_path, *nodes), TODAY)
    asked = con.execute("select rating, verdict, verdict_basis from fact_checks order by claim").fetchall()
    assert asked == [(rating or None, verdict, basis) for rating, _, verdict, basis in RATINGS]


def test_the_words_of_ratings_are_plain_and_each_once(con: duckdb.DuckDBPyConnection) -> None:
    asked = con.execute("select words, verdict from core.rating_words").fetchall()
    assert len({words for words, _ in asked}) == len(asked)
    assert {verdict for _, verdict in asked} == {"true", "mostly_true", "mixture", "mostly_false", "false", "unknown"}
    assert all(words == " ".join(words.split()) and words.isascii() and words == words.lower() for words, _ in asked)


def reviewed_page(rating: str, text: str = "Ginger cures nothing.", **fields: object) -> Article:
    """An article that reviews a claim."""
    return make_article(PAGE, text, claim_reviews=(one_review(rating=rating),), **fields)


def test_a_page_comes_before_the_feed_and_its_latest_version_before_the_others(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    load_review_feed(con, feed(tmp_path, review_node(rating="False"), review_node(claim="Honey cures colds")), TODAY)
    load_fileset(con, make_fileset(tmp_path / "one", [make_tagged(reviewed_page("Half true"))]))
    asked = "select claim, rating, origin, site from fact_checks order by claim"
    assert con.execute(asked).fetchall() == [
        ("Ginger cures cancer", "Half true", "page", "site"),
        ("Honey cures colds", "Onwaar", "feed", None),
    ]
    later = reviewed_page("Onwaar", "Ginger cures nothing at all.", fetched_at=day(3))
    load_fileset(con, make_fileset(tmp_path / "two", [make_tagged(later)], run_id="run-2"))
    assert con.execute(asked).fetchall()[0][1] == "Onwaar"


def test_a_rating_that_is_corrected_under_the_same_text_is_kept_anew(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    asked = "select rating, verdict from fact_checks"
    for number, rating in ((1, "Onwaar"), (5, "Half waar"), (3, "Waar")):  # the last is loaded late: it is older
        article = reviewed_page(rating, fetched_at=day(number))
        load_fileset(con, make_fileset(tmp_path / rating, [make_tagged(article)], run_id=f"run-{number}"))
    assert con.execute(asked).fetchall() == [("Half waar", "mixture")]


def test_a_file_set_of_before_has_no_reviews(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = make_fileset(tmp_path / "tagged", [make_tagged(reviewed_page("Onwaar"))])
    (folder / "claim_reviews.parquet").unlink()
    load_fileset(con, folder)
    assert con.execute("select count(*) from fact_checks").fetchall() == [(0,)]


def test_a_feed_takes_the_place_of_the_one_before(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    odd = [{"@type": "Article"}, None, review_node(claim=""), review_node()]
    told = load_review_feed(con, feed(tmp_path, review_node(), *odd), TODAY)
    assert (told.element_count, told.review_count, told.repeated_count) == (5, 1, 1)
    assert told.unusable == {"no item": 2, "no claim": 1}
    load_review_feed(con, feed(tmp_path, review_node(claim="Honey cures colds")), TODAY)
    assert con.execute("select claim, list_date from fact_checks").fetchall() == [("Honey cures colds", TODAY)]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"dataFeedElement": 5}', "[" * 100_000, '{"a": "\\ud83d"}'])
def test_another_file_changes_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path, content: str) -> None:
    load_review_feed(con, feed(tmp_path, review_node()), TODAY)
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(ReviewFeedError, match="is no"):
        load_review_feed(con, path, TODAY)
    assert con.execute("select count(*) from fact_checks").fetchall() == [(1,)]


def test_the_command_publishes_fact_checks(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    open_warehouse(data.warehouse).close()
    arguments = ["factchecks", "load", str(feed(tmp_path, review_node())), "--data", str(data.root), "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["review_count"] == 1
    query = "select verdict from fact_checks"
    asked = CliRunner().invoke(app, ["sql", query, "--format", "csv", "--data", str(data.root)])
    assert asked.stdout.split() == ["verdict", "false"]
