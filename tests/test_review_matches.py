"""Fact-checks and the claims that they review: one relation in any language, and what each article does with it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.tagged_articles import make_article, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.records import ClaimReview, TaggedArticle
from warehouse.checks import run_checks
from warehouse.load import load_fileset
from warehouse.review_matches import match_reviews

REVIEW = "https://factcheck.test/magnesium"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    failed = [(result.name, result.examples) for result in run_checks(con) if result.offending_count]
    con.close()
    assert failed == []


def review(claim: str, rating: str = "False") -> ClaimReview:
    """A fact-checker's review of a claim."""
    return ClaimReview(
        review_id=f"review of {claim}", url=REVIEW, claim=claim, claimant=None, claimed_on=None, appearance=None,
        rating=rating, rating_value=None, best_rating=None, worst_rating=None, reviewer="Factcheck",
        reviewer_url=None, reviewed_on=date(2026, 10, 1),
    )  # fmt: skip


def page(url: str, text: str, lang: str, polarity: str = "affirmed", *reviews: ClaimReview) -> TaggedArticle:
    """An article of one claim, whose agent and target the tagger did not link."""
    article = make_article(url, text, lang=lang, site=url.split("/")[2], claim_reviews=reviews)
    return make_tagged(article, [make_claim(article, text, polarity=polarity)])


def stances(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Which site does what with the reviewed claim."""
    return con.execute("select site, stance, verdict from fact_check_claims order by site").fetchall()


def test_who_states_denies_and_reviews_a_claim(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    reviewed = review("Magnesium prevents muscle cramps")
    articles = [
        page(REVIEW, "Magnesium prevents muscle cramps.", "en", "affirmed", reviewed),
        page("https://shop.test/a", "Magnesium helpt tegen spierkramp.", "nl"),
        page("https://clinic.test/a", "Magnesium does not help against leg cramps.", "en", "negated"),
        page("https://other.test/a", "Ginger helps against nausea.", "en"),
    ]
    load_fileset(con, make_fileset(tmp_path / "tagged", articles, site=None))
    assert stances(con) == [
        ("clinic.test", "denies", "false"),
        ("factcheck.test", "reviews", "false"),
        ("shop.test", "states", "false"),
    ]


def test_a_claim_that_comes_after_its_review_is_matched(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    told = page(REVIEW, "We looked at it.", "en", "affirmed", review("Magnesium prevents muscle cramps"))
    load_fileset(con, make_fileset(tmp_path / "one", [told], site=None))
    assert stances(con) == []
    later = page("https://shop.test/a", "Magnesium helpt tegen spierkramp.", "nl")
    load_fileset(con, make_fileset(tmp_path / "two", [later], site=None, run_id="run-2"))
    assert stances(con) == [("shop.test", "states", "false")]


def test_a_review_of_no_known_relation_has_no_match(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    told = page(REVIEW, "We looked at it.", "en", "affirmed", review("The minister bought a castle"))
    load_fileset(con, make_fileset(tmp_path / "one", [told], site=None))
    match_reviews(con)
    assert con.execute("from core.review_clusters").fetchall() == []
