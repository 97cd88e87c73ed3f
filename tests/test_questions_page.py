"""docs/questions.md: true of the demo as it runs today, and long enough to be of use."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from flows.questions_page import TARGET, questions_page, worked_questions
from tests.conftest import DemoRun
from tests.published_files import publish_articles
from tests.tagged_articles import full_example, make_article, make_claim, make_tagged
from warehouse.queries import Published, named_query


def test_the_page_in_docs_is_what_the_demo_answers(demo_run: DemoRun) -> None:
    page = questions_page(demo_run.data / "published" / "claimtrace.duckdb").splitlines()
    kept = TARGET.read_text(encoding="utf-8").splitlines()
    told = [line for line in page if not line.startswith("| ")]
    assert told == [line for line in kept if not line.startswith("| ")], "run python -m flows.questions_page"
    # which of two pages with one text is fetched first may differ, and with it a row or two
    alike = SequenceMatcher(None, page, kept, autojunk=False).ratio()
    assert alike >= 0.97, "run python -m flows.questions_page"


def test_at_least_fifteen_questions_are_worked() -> None:
    page = TARGET.read_text()
    worked = re.findall(r"^## (.*\?)\n\n`warehouse/questions/(\w+)\.sql`", page, re.MULTILINE)
    assert len(worked) >= 15
    assert page.count("```sql") == len(worked)
    for question in (
        "Which supplement claims on commercial sites have no traceable source?",
        "What share of asserted benefit claims rests on animal studies?",
    ):
        assert question in page
    assert all(f"`{name}`" in page or f"/{name}.sql`" in page for name in worked_questions())


def test_what_differs_between_demos_is_not_on_the_page() -> None:
    page = TARGET.read_text()
    assert not re.search(r"\d\d:\d\d:\d\d|127\.0\.0\.1:\d|\d{8}T\d{6}Z", page)


ANIMAL = "select best_level, claim_count, round(claim_share, 2), round(cited_claim_share, 2) from ({}) where {}"


def test_the_share_that_rests_on_animal_studies(tmp_path: Path) -> None:
    """Three asserted benefits: one stands on a traceable source of no named kind, one on nothing; one is hedged."""
    published = publish_articles(tmp_path, [full_example()])
    with Published(published) as asked:
        rows = asked.rows(ANIMAL.format(named_query("animal_evidence"), "true"))
        assert sorted(rows) == [("none", 1, 0.5, None), ("unspecified", 1, 0.5, 1.0)]
        assert asked.rows(ANIMAL.format(named_query("animal_evidence"), "is_animal_or_laboratory")) == []


@pytest.mark.parametrize(
    ("agent", "disclosed", "found"),
    [
        ("Magnesium", True, True),
        ("Vitamine D", True, True),
        ("visolie", True, True),
        ("Ginger", True, False),
        (None, True, False),
        ("Magnesium", False, False),
    ],
)
def test_supplement_claims_are_of_commercial_sites(
    tmp_path: Path, agent: str | None, disclosed: bool, found: bool
) -> None:
    words = f"{agent} cures colds." if agent else "It cures colds."
    article = make_article("https://shop.test/x", words, site="shop" if not disclosed else "site")
    spans = {"agent": agent, "agent_start_char": 0, "agent_end_char": len(agent)} if agent else {}
    claim = make_claim(article, words, **spans)
    published = publish_articles(tmp_path, [full_example(), make_tagged(article, [claim])])
    with Published(published) as asked:
        rows = asked.records(named_query("supplement_claims"))
    assert [row["agent"] for row in rows] == ([agent] if found else [])
