"""Fact-checks: ClaimReview as pages and feeds write it, the one scale of verdicts, and what the warehouse keeps."""

import json
from collections.abc import Iterator
from dataclasses import replace
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
from flows.page_outcomes import page_outcome
from tests.tagged_articles import day, make_article, make_fileset, make_tagged, new_warehouse
from transforms.claim_reviews import MAX_REVIEWS, feed_items, item_reviews, reviews_in
from transforms.extraction import NotArticle, extract_article
from transforms.lang import languages
from transforms.records import Article, ClaimReview, Outcome, OutcomeKind, Page
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.erasure import erase_rows
from warehouse.fileset_erasure import erase_fileset_rows, find_forgotten_rows, parquet_texts
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


def served(*nodes: Any, body: str = "<h1>Onwaar</h1>", url: str = PAGE, **fields: Any) -> Page:
    """A page of a fact-checker that is no article: a verdict and hardly a word."""
    script = f'<script type="application/ld+json">{json.dumps(list(nodes))}</script>'
    markup = f"<html><head><title>Gember</title>{script}</head><body>{body}</body></html>"
    return Page(
        url=url, site="checks.test", fetched_at=day(1), status=200, content_type="text/html", body=markup.encode(),
        record="a.warc:0",
    )  # fmt: skip


def test_a_page_that_is_no_article_keeps_its_reviews() -> None:
    short = extract_article(served(review_node()), languages())
    assert isinstance(short, NotArticle)
    assert (short.outcome, [one.claim for one in short.claim_reviews]) == ("not_article", ["Ginger cures cancer"])
    polish = (
        "<p>" + "Imbir nie leczy raka, twierdzą lekarze, którzy zbadali sprawę dokładnie w szpitalu. " * 12 + "</p>"
    )
    other = extract_article(served(review_node(), body=polish), languages())
    assert isinstance(other, NotArticle)
    assert (other.outcome, len(other.claim_reviews)) == ("other_language", 1)
    home = extract_article(served(review_node(), url="https://checks.test/"), languages())
    assert isinstance(home, NotArticle)
    assert (home.reason, len(home.claim_reviews)) == ("home page", 1)
    # what leads elsewhere has nothing of its own
    leads = served(review_node(), body='<meta http-equiv="refresh" content="0; url=https://checks.test/new">')
    led = extract_article(leads, languages())
    assert isinstance(led, NotArticle)
    assert (led.outcome, led.claim_reviews) == ("redirected", ())


def refused_page(*claims: str, run_id: str = "run-1", at: int = 1, outcome: OutcomeKind = "not_article") -> Outcome:
    """The outcome of a page that is no article, with its reviews, as reading the page gives it."""
    page = served(*(review_node(claim=claim, url=None) for claim in claims))
    read = extract_article(page, languages())
    assert isinstance(read, NotArticle)
    return replace(page_outcome(page, run_id, read), at=day(at), outcome=outcome)


def test_reviews_of_a_page_that_is_no_article_stand_with_their_page(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    asked = "select claim, verdict, origin, article_id, page_url, site, url from fact_checks order by claim"
    told = refused_page("Ginger cures cancer", "Honey cures colds")
    load_fileset(con, make_fileset(tmp_path / "one", [], others=[told], site=None))
    assert con.execute(asked).fetchall() == [
        (claim, "false", "other page", None, PAGE, "checks.test", PAGE)
        for claim in ("Ginger cures cancer", "Honey cures colds")
    ]
    # read again, it tells one of them no more; that it was away for a day takes nothing from it
    for run_id, at, outcome in (("run-2", 4, "not_article"), ("run-3", 5, "error")):
        claims = ["Ginger cures cancer"] if outcome == "not_article" else []
        again = refused_page(*claims, run_id=run_id, at=at, outcome=outcome)  # type: ignore[arg-type]
        load_fileset(con, make_fileset(tmp_path / run_id, [], run_id=run_id, others=[again], site=None))
    assert [row[0] for row in con.execute(asked).fetchall()] == ["Ginger cures cancer"]
    # an older archive that comes late changes nothing
    late = refused_page("Garlic cures flu", run_id="run-0", at=0)
    load_fileset(con, make_fileset(tmp_path / "late", [], run_id="run-0", others=[late], site=None))
    assert [row[0] for row in con.execute(asked).fetchall()] == ["Ginger cures cancer"]
    # once the page is an article, the article tells
    article = replace(reviewed_page("Half waar", fetched_at=day(6)), site="checks.test")
    load_fileset(con, make_fileset(tmp_path / "article", [make_tagged(article)], run_id="run-6", site=None))
    assert [(row[1], row[2], row[4]) for row in con.execute(asked).fetchall()] == [("mixture", "page", PAGE)]


def test_a_page_that_is_no_article_is_forgotten_with_its_reviews(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    told = refused_page("Magnesium prevents muscle cramps")
    stays = replace(refused_page("Honey cures colds"), url="https://checks.test/honey")
    folder = make_fileset(tmp_path / "one", [], others=[told, stays], site=None)
    load_fileset(con, folder)
    assert con.execute("select count(*) from core.review_clusters").fetchall() == [(2,)]
    found = find_forgotten_rows(folder, lambda url, _: url == PAGE)
    assert found.urls == {PAGE}
    erase_fileset_rows(folder, found, str)
    assert "Magnesium prevents muscle cramps" not in set(parquet_texts(folder))
    assert "Honey cures colds" in set(parquet_texts(folder))
    erase_rows(con, [PAGE], [], str)
    assert con.execute("select claim from fact_checks").fetchall() == [("Honey cures colds",)]
    assert con.execute("select claim from core.page_reviews").fetchall() == [("Honey cures colds",)]
    assert con.execute("select count(*) from core.review_clusters").fetchall() == [(1,)]


def test_a_file_set_of_before_has_no_reviews(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = make_fileset(tmp_path / "tagged", [make_tagged(reviewed_page("Onwaar"))])
    for name in ("claim_reviews", "page_reviews"):
        (folder / f"{name}.parquet").unlink()
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
