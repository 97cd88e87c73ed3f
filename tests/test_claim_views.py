"""Views on clusters of claims against small warehouses that a hand has counted."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.tagged_articles import day, make_article, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.records import TaggedArticle
from warehouse.load import load_fileset
from warehouse.queries import named_query

CRAMP = {"agent_concept": "magnesium", "target_concept": "muscle_cramp"}
NAUSEA = {"agent_concept": "ginger", "target_concept": "nausea"}
# Longer than the shortest text of which copies are known.
FILLING = " ".join(f"word{number}" for number in range(80))
LAST = date(2026, 10, 28)


def page(
    site: str, sentence: str, claim: dict[str, str], days_ago: int | None = 0, path: str = "a", **fields: Any
) -> TaggedArticle:
    """An article of one claim that came out so many days before the last one; None for one without a date."""
    published = None if days_ago is None else LAST - timedelta(days=days_ago)
    of_article = {name: fields.pop(name) for name in ("lang", "fetched_at") if name in fields}
    text = f"{sentence}\n{fields.pop('rest', f'{site} {path}')}"
    article = make_article(f"https://{site}.test/{path}", text, site=site, published=published, **of_article)
    return make_tagged(article, [make_claim(article, sentence, **(claim | fields))])


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    con.close()


def load(con: duckdb.DuckDBPyConnection, folder: Path, tagged: Sequence[TaggedArticle]) -> None:
    load_fileset(con, make_fileset(folder / "tagged", tagged, site=None))


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_copies_of_one_article_are_one_statement(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first, copy, other = "Magnesium relieves leg cramps.", "Magnesium relieves leg cramps.", "Magnesium helps."
    tagged = [
        page("one", first, CRAMP, 40, rest=FILLING, support="traceable", fetched_at=day(2)),
        page("two", copy, CRAMP, 10, rest=FILLING, fetched_at=day(3)),
        page("two", "Magnesium verlicht kramp.", CRAMP, None, path="b", lang="nl", certainty="hedged"),
        page("three", other, CRAMP | {"agent_concept": "zinc"}),
    ]
    load(con, tmp_path, tagged)
    found = rows(
        con,
        "select agent_en, target_nl, kind, polarity, example, claim_count, article_count, statement_count, site_count, "
        "languages, first_site, first_published, asserted_count, hedged_count, traceable_count, none_count, "
        "by_concepts_count from claim_clusters where agent_concept = 'magnesium'",
    )
    assert found == [
        ("magnesium", "spierkramp", "benefit", "affirmed", "Magnesium verlicht kramp.", 3, 3, 2, 2, ["en", "nl"], "two",
         LAST - timedelta(days=40), 2, 1, 1, 2, 3)
    ]  # fmt: skip
    assert rows(con, "select count(*) from claim_clusters") == [(2,)]


def test_a_cluster_without_concepts_has_no_names(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, [page("one", "Nature knows best.", {})])
    found = rows(con, "select agent_concept, agent_en, target_nl, example, kind, least_score from claim_clusters")
    assert found == [(None, None, None, "Nature knows best.", "benefit", 1.0)]


def test_spread_is_by_month_and_site(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    said = "Ginger relieves nausea."
    tagged = [
        page("one", said, NAUSEA, 0), page("one", said, NAUSEA, 20, path="b", certainty="hedged"),
        page("one", said, NAUSEA, 40, path="c", support="traceable"), page("two", said, NAUSEA, 40),
        page("two", said, NAUSEA, None, path="b"),
        page("two", "Ginger is bad.", NAUSEA | {"kind": "harm"}, 0, path="c"),
    ]  # fmt: skip
    load(con, tmp_path, tagged)
    found = rows(
        con,
        "select spread.* exclude (cluster_id, first_seen_at) from claim_spread as spread "
        "join claim_clusters using (cluster_id) where kind = 'benefit' order by month nulls last, site",
    )
    assert found == [
        (date(2026, 9, 1), "one", 1, 1, 1, 1, 0, 1, 0),
        (date(2026, 9, 1), "two", 1, 1, 1, 1, 0, 0, 1),
        (date(2026, 10, 1), "one", 2, 2, 2, 1, 1, 0, 2),
        (None, "two", 1, 1, 1, 1, 0, 0, 1),
    ]


def among(recent: int, before: int) -> list[TaggedArticle]:
    """Other articles: so many of the last four weeks, so many of the half year before."""
    claim = {"agent_concept": "zinc", "target_concept": "common_cold"}
    days = [*(number % 28 for number in range(recent)), *(28 + number % 168 for number in range(before))]
    return [
        page(f"other{number}", f"Zinc {number} helps.", claim if number % 9 == 0 else {}, ago)
        for number, ago in enumerate(days)
    ]


def of_claim(recent: int, before: int) -> list[TaggedArticle]:
    """Articles with one claim, each on a site of its own."""
    days = [*range(recent), *(30 + number for number in range(before))]
    return [page(f"own{number}", f"Ginger {number} helps.", NAUSEA, ago) for number, ago in enumerate(days)]


def rising(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return rows(
        con,
        "select window_days, baseline_days, recent_count, baseline_count, recent_site_count, round(recent_share, 4), "
        "round(z, 3) from rising_claims join claim_clusters using (cluster_id) where agent_concept = 'ginger'",
    )


def test_a_claim_rises_against_its_own_past(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, [*among(5, 43), *of_claim(5, 1)])
    # 10 of 54 articles are recent; of its 6 articles 5: (5 - 6 * 10/54) / sqrt(6 * 10/54 * 44/54)
    assert rising(con) == [(28, 168, 5, 1, 5, 0.1852, 4.087)]


def test_what_grew_as_the_crawl_did_does_not_rise(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, [*among(45, 9), *of_claim(5, 1)])
    assert rising(con) == []


def test_two_articles_are_no_rise(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, [*among(2, 58), *of_claim(2, 0)])
    assert rising(con) == []


def test_copies_of_one_article_are_no_rise(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    copies = [page(f"copy{number}", "Ginger helps.", NAUSEA, number, rest=FILLING) for number in range(5)]
    load(con, tmp_path, [*among(5, 43), *copies])
    assert rising(con) == []


def test_a_date_in_the_future_or_none_is_left_out(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    wrong = [page(f"wrong{number}", "Ginger helps.", NAUSEA, ago) for number, ago in enumerate([-4000, -4001, None])]
    load(con, tmp_path, [*among(5, 43), *of_claim(5, 1), *wrong])
    assert rising(con) == [(28, 168, 5, 1, 5, 0.1852, 4.087)]


def test_nothing_rises_where_all_is_of_one_window(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, of_claim(5, 0))
    assert rising(con) == []


def test_who_affirms_and_who_denies(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    both = make_article("https://three.test/", "They say ginger helps.\nIt does not.", site="three")
    denied = NAUSEA | {"polarity": "negated"}
    tagged = [
        page("one", "Ginger helps.", NAUSEA), page("two", "Ginger helps too.", NAUSEA),
        page("two", "Ginger does not help.", denied, path="b"), page("four", "Ginger does not work.", denied),
        make_tagged(
            both, [make_claim(both, "They say ginger helps.", **NAUSEA), make_claim(both, "It does not.", **denied)]
        ),
        # another kind, another pair, and one that nobody denies
        page("five", "Ginger is bad.", NAUSEA | {"kind": "harm"}), page("six", "Magnesium helps.", CRAMP),
        page("seven", "Tea does not help.", denied | {"agent_concept": "tea"}),
    ]  # fmt: skip
    load(con, tmp_path, tagged)
    assert rows(con, "from contradictions") == [
        ("ginger", "nausea", "gember", "ginger", "misselijkheid", "nausea", "benefit", 3, 3, ["one", "three", "two"],
         ["four", "three", "two"], 1)
    ]  # fmt: skip


def test_what_is_said_by_other_words_is_of_one_kind(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """The tagger took the one for a fact: "relieves" says otherwise."""
    denied = NAUSEA | {"polarity": "negated", "kind": "fact"}
    load(con, tmp_path, [page("one", "Ginger helps.", NAUSEA), page("two", "Ginger never relieves nausea.", denied)])
    assert rows(con, "select kind, affirming_sites, denying_sites from contradictions") == [
        ("benefit", ["one"], ["two"])
    ]


@pytest.mark.parametrize("name", ["widest_claims", "rising_claims", "contradicted_claims"])
def test_the_questions_are_answered(con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str) -> None:
    denied = page("late", "Ginger does not help.", NAUSEA | {"polarity": "negated"}, 100)
    load(con, tmp_path, [*among(5, 43), *of_claim(5, 1), denied])
    result = con.execute(named_query(name))
    assert result.description is not None
    answers = [dict(zip([column[0] for column in result.description], row, strict=True)) for row in result.fetchall()]
    assert "ginger" in {answer["agent"] for answer in answers}
