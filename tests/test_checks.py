"""Checks: every promise that is broken on purpose is found, and only that one where it stands alone."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tagged_articles import (
    article_outcomes,
    full_example,
    make_article,
    make_citation,
    make_claim,
    make_fileset,
    make_tagged,
    new_warehouse,
)
from transforms.records import Disclosure, TaggedArticle
from warehouse.checks import VOCABULARY, CheckResult, run_checks, severity_of
from warehouse.load import load_fileset
from warehouse.schema import relations
from warehouse.statements import ROOM, grain_and_question, sql_files


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    load_fileset(con, make_fileset(tmp_path, [full_example(), make_tagged(make_article())]))
    yield con
    con.close()


def failed(con: duckdb.DuckDBPyConnection) -> dict[str, CheckResult]:
    return {result.name: result for result in run_checks(con) if result.offending_count}


def test_a_sound_warehouse_passes_all(con: duckdb.DuckDBPyConnection) -> None:
    results = run_checks(con)
    assert [result.name for result in results] == [path.stem for path in sql_files("checks")]
    assert failed(con) == {}


BROKEN = {
    "agent_target_spans": "update core.claims set agent = 'Tea' where agent = 'Ginger'",
    "claim_spans": "update core.claims set start_char = start_char + 1 where support = 'vague'",
    "citation_spans": "update core.citations set text = 'Experts said' where kind = 'appeal'",
    "disclosure_spans": "update core.disclosures set end_char = end_char - 1",
    "span_bounds": "update core.blocks set end_char = 9999",
    "unique_ids": "insert into core.sources from core.sources",
    "spans_have_readings": "update core.disclosures set tagger_version = 'nobody'",
    "readings_have_versions": "delete from core.versions where first_run_id = 'run-1'",
    "pairs_point_to_rows": "update core.claim_citations set citation_id = 'none'",
    "pairs_unique": "insert into core.claim_citations from core.claim_citations",
    "grades_fit_pairs": "update core.claims set support = 'none' where support = 'vague'",
    "citations_have_sources": "delete from core.sources",
    "article_outcomes_have_articles": "update core.outcomes set version_id = null",
    "outcomes_unique": "insert into core.outcomes from core.outcomes",
    "finders": "update core.claims set found_by = 'rules'",
    "vocabulary": "update core.claims set certainty = 'sure'",
    "register_matches": "delete from core.register_matches",
    "shares": "update core.claims set support = 'some' where support = 'vague'",
    "publishers_named": "update core.articles set publisher_domain = null",
    "load_counts": "delete from core.outcomes",
    "clusters_point_to_articles": "insert into core.clusters values ('nobody', 'nobody', 1)",
    "copies_share_a_cluster": "insert into core.copy_pairs values ('one', 'other', 0.9)",
    "edits_follow_versions": "insert into core.edits values ('nobody', 'one', 'other', now(), now(), null)",
    "works": "insert into core.source_works values ('s', 'w', 'pubmed', 'pmid', 1, true)",
    "dates_in_range": "update core.readings set published = '1970-01-01'",
    "denominators": "insert into core.readings from core.readings",
    "no_half_run": "delete from core.loads",
    "unique_keys": "insert into core.claims from core.claims",
    "seen_times": "update core.articles set gone_at = first_seen_at",
}


def test_every_check_is_broken_once_here() -> None:
    assert sorted(BROKEN) == [path.stem for path in sql_files("checks")]


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute(BROKEN[name])
    result = failed(con)[name]
    assert result.offending_count >= 1
    assert result.examples
    assert result.question.endswith("?")


def test_every_check_says_how_severe_it_is() -> None:
    thirds = {path.stem: path.read_text().splitlines()[2] for path in sql_files("checks")}
    assert set(thirds.values()) == {"-- severity: error", "-- severity: warn"}
    assert [name for name, third in thirds.items() if third.endswith("warn")] == ["dates_in_range"]
    assert severity_of("-- One row per x.\n-- Why?\nselect 1") == "error"


@pytest.mark.fault("F13")
@pytest.mark.parametrize(
    ("column", "given", "sound"),
    [
        ("published", "1990-01-01", True),
        ("published", "1989-12-31", False),
        ("published", "2026-11-03", True),  # fetched on 2 November at 06:00 UTC: in Auckland it is the 2nd, 19:00
        ("published", "2026-11-04", False),
        ("modified", "2031-01-01", False),
        ("reviewed", "0001-01-01", False),
    ],
)
def test_dates_that_cannot_be(con: duckdb.DuckDBPyConnection, column: str, given: str, sound: bool) -> None:
    con.execute(f"update core.readings set {column} = ?", [given])
    assert list(failed(con)) == ([] if sound else ["dates_in_range"])
    if not sound:
        assert (failed(con)["dates_in_range"].examples[0]["field"], failed(con)["dates_in_range"].severity) == (
            column,
            "warn",
        )


TABLES_WITHOUT_A_KEY = {"blocks", "hrefs", "sections", "disclosures", "definitions", "retractions"}  # rows of no id
CHECKED_ELSEWHERE = {
    "unique_ids": {"articles", "versions", "readings", "sources"},
    "outcomes_unique": {"outcomes"},
    "pairs_unique": {"claim_citations"},
    "clusters_point_to_articles": {"clusters"},
    "copies_share_a_cluster": {"copy_pairs"},
    "works": {"works", "source_works", "source_answers"},
    "edits_follow_versions": {"edits", "claim_changes"},
    "register_matches": {"register_matches", "eu_health_claims"},
}


def test_every_table_has_its_key_checked(con: duckdb.DuckDBPyConnection) -> None:
    texts = {path.stem: path.read_text() for path in sql_files("checks")}
    for name, tables in CHECKED_ELSEWHERE.items():
        assert all(f"core.{table}" in texts[name] for table in tables), name
    elsewhere = set().union(*CHECKED_ELSEWHERE.values()) | TABLES_WITHOUT_A_KEY | {"migrations"}
    for relation, kind, _ in relations(con):
        if kind == "table" and relation.removeprefix("core.") not in elsewhere:
            con.execute(f"insert into {relation} from {relation}")
            if not con.execute(f"from {relation}").fetchall():
                con.execute(f"insert into {relation} select {some_row(con, relation)} from range(2)")
            twice = con.execute((ROOM / "checks" / "unique_keys.sql").read_text()).fetchall()
            assert relation in {row[0] for row in twice}, relation


def some_row(con: duckdb.DuckDBPyConnection, relation: str) -> str:
    """Any value for each column of a table, as a list of SQL expressions."""
    values = {"VARCHAR": "'x'", "BIGINT": "1", "INTEGER": "1", "DOUBLE": "0.5", "TIMESTAMP": "now()::timestamp"}
    values["DATE"] = "current_date"
    kinds = [row[1] for row in con.execute(f"describe {relation}").fetchall()]
    return ", ".join("[]" if kind.endswith("[]") else values.get(kind, "null") for kind in kinds)


def test_a_traceable_grade_needs_a_traceable_citation(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update core.citations set traceable = false")
    assert list(failed(con)) == ["grades_fit_pairs"]


@pytest.mark.parametrize(
    ("values", "sound"),
    [
        ("found_by = 'rule:unknown', score = null", True),
        ("found_by = 'model:nl-1a2b3c4d', score = 1", True),
        ("score = 0", True),
        ("found_by = 'both'", False),
        ("found_by = 'rule:'", False),
        ("found_by = 'model:nl 1'", False),
        ("score = 1.01", False),
        ("score = 'nan'::double", False),
    ],
)
def test_what_found_it_and_with_what_score(con: duckdb.DuckDBPyConnection, values: str, sound: bool) -> None:
    for table in ("claims", "citations"):
        con.execute(f"update core.{table} set {values}")
        assert ("finders" in failed(con)) != sound
        con.execute(f"update core.{table} set found_by = 'rule:a', score = null")


@pytest.mark.parametrize("part", ["agent", "target"])
@pytest.mark.parametrize(
    ("words", "start", "end", "sound"),
    [
        ("'Ginger'", 0, 6, True),
        ("'nausea'", 16, 22, True),
        ("null", "null", "null", True),
        ("'Ginger'", "null", "null", False),  # words without a place
        ("null", 0, 6, False),  # a place without words
        ("'Ginger'", 0, "null", False),
        ("'Ginger'", 1, 7, False),  # other words stand there
        ("''", 3, 3, False),
        ("'Experts'", 45, 52, False),  # in the next claim
    ],
)
def test_where_agent_and_target_stand(
    con: duckdb.DuckDBPyConnection, part: str, words: str, start: object, end: object, sound: bool
) -> None:
    con.execute(
        f"update core.claims set {part} = {words}, {part}_start_char = {start}, {part}_end_char = {end} "
        "where support = 'traceable'"
    )
    assert list(failed(con)) == ([] if sound else ["agent_target_spans"])


def test_all_offending_rows_are_counted_and_a_few_shown(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update core.claims set text = 'other'")
    result = failed(con)["claim_spans"]
    assert result.offending_count == 3
    assert result.examples[0]["text"] == "other"
    con.execute("insert into core.claims select claims.* from core.claims, range(9)")
    result = failed(con)["claim_spans"]
    assert (result.offending_count, len(result.examples)) == (30, 3)


def test_every_check_opens_with_its_grain_and_asks_a_question() -> None:
    for path in sql_files("checks"):
        grain, question = grain_and_question(path.read_text())
        assert grain.startswith("One row per ")
        assert question.endswith("?"), path.name


def test_a_query_without_grain_is_refused() -> None:
    with pytest.raises(ValueError, match="opens with its grain"):
        grain_and_question("select 1\nfrom somewhere\nwhere true\n")


def test_the_vocabulary_is_that_of_the_records() -> None:
    assert VOCABULARY["grades"] == ["traceable", "named", "vague", "none"]
    assert all(VOCABULARY.values())


# Anything a page can hold: combining marks, emoji joined by zero-width joiners, NUL, right-to-left, private use.
ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\u0301\u200d\ufe0f\x00\u202e👩‍👧é\uf8ff\u2028'\"\\$ "),
    ),
    min_size=1,
    max_size=60,
)


@given(parts=st.lists(ODD, min_size=1, max_size=5), data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_survive_any_text(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], data: st.DataObject
) -> None:
    text = "\n".join(parts)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = make_article(text=text, title=parts[0], content_hash="f" * 16)
    claim = make_claim(article, text[start:end])
    citation = make_citation(article, parts[-1])
    disclosure = Disclosure(start_char=start, end_char=end, text=text[start:end], kind="newsletter")
    tagged = make_tagged(article, [claim], [citation], disclosures=[disclosure])
    assert_kept(tmp_path_factory.mktemp("odd"), tagged)


def assert_kept(folder: Path, tagged: TaggedArticle) -> None:
    """The article, its one claim and its title come out of the warehouse as they went in, and all checks pass."""
    con = new_warehouse(folder / "claimtrace.duckdb")
    load_fileset(con, make_fileset(folder, [tagged], outcomes=article_outcomes([tagged], "run-1")))
    assert failed(con) == {}
    assert con.execute("select text, title from articles").fetchall() == [(tagged.article.text, tagged.article.title)]
    assert con.execute("select text from claims").fetchall() == [(tagged.claims[0].text,)]
    con.close()
