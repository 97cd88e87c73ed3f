"""The state of any day: what the macros say of it is what the views said on it, however the history went on."""

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tagged_articles import day, full_example, make_article, make_claim, make_tagged, short_hash
from tests.test_history import NEW, OLD, History, answer, missing, shown, since
from transforms.records import TaggedArticle
from warehouse.publication import publish
from warehouse.queries import Published
from warehouse.schema import dictionary, macros

URLS = (OLD, NEW, "https://site.test/third")
TEXTS = ("Ginger helps.", "Ginger may help.", "Ginger cures colds.")
# What an address can answer on a day: a text (also that of another address: a copy), or something else.
TEXT = st.sampled_from(TEXTS)
OTHER = st.sampled_from(
    [
        ("unchanged", "304"),
        ("gone", "status 404"),
        ("gone", "status 404"),
        ("gone", "status 410"),
        ("redirected", "status 301"),
        ("redirected", "status 302"),
        ("not_article", "consent wall: x"),
        ("not_article", "soft 404: x"),
        ("error", "timeout"),
        ("not_due", None),
    ]
)
DAY = st.dictionaries(st.sampled_from(URLS), st.one_of(TEXT, OTHER), max_size=3)

STATE = "* exclude (cluster_id)"


def claimed(url: str, number: int, text: str) -> TaggedArticle:
    """An article whose whole text is a claim."""
    article = make_article(url, text, fetched_at=day(number))
    return make_tagged(article, [make_claim(article, text)])


def load_day(history: History, number: int, answers: dict[str, str | tuple[str, str | None]]) -> None:
    """Load the run of a day; a redirect leads to the next of the addresses."""
    articles, others = [], []
    for url, told in answers.items():
        if isinstance(told, str):
            articles.append(claimed(url, number, told))
        else:
            leads = URLS[(URLS.index(url) + 1) % len(URLS)] if told[0] == "redirected" else None
            others.append(answer(url, number, told[0], told[1], location=leads))  # type: ignore[arg-type]
    history.run(number, *articles, answers=tuple(others))


def rows(con: duckdb.DuckDBPyConnection, columns: str, relation: str) -> list[tuple[object, ...]]:
    return con.execute(f"select {columns} from {relation} order by all").fetchall()


def end_of(number: int) -> datetime:
    return (day(number) + timedelta(hours=12)).replace(tzinfo=None)


@settings(max_examples=8, deadline=None)
@given(st.lists(DAY, min_size=2, max_size=6))
def test_the_macros_say_of_a_day_what_the_views_said_on_it(days: list[dict[str, str | tuple[str, str | None]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        said = {}
        for number, answers in enumerate(days, start=1):
            load_day(history, number, answers)
            said[number] = (rows(history.con, STATE, "articles"), rows(history.con, "*", "claims"))
        for number, (articles, claims) in said.items():
            moment = f"timestamp '{end_of(number)}'"
            assert rows(history.con, "*", f"articles_as_of({moment})") == articles, number
            assert rows(history.con, "*", f"claims_as_of({moment})") == claims, number
        history.con.close()


@pytest.fixture
def site(tmp_path: Path) -> History:
    return History(tmp_path)


def test_a_text_that_came_back_is_right_on_each_day(site: History) -> None:
    for number, text in enumerate((TEXTS[0], TEXTS[1], TEXTS[0]), start=1):
        site.run(number, claimed(OLD, number, text))
    told = [site.con.execute(f"select text from claims_as_of('{end_of(number)}')").fetchall() for number in (1, 2, 3)]
    assert told == [[(TEXTS[0],)], [(TEXTS[1],)], [(TEXTS[0],)]]
    assert site.con.execute("from articles_as_of('2026-11-01')").fetchall() == []
    assert site.con.execute("select version_count from articles_as_of($at)", {"at": date(2026, 11, 3)}).fetchall() == [
        (1,)
    ]


def test_what_was_found_gone_later_was_missing_first(site: History) -> None:
    site.run(1, shown(OLD, 1))
    for number in (2, 3, 4):
        site.run(number, answers=(missing(OLD, number),))
    state = "select missing_since, gone_at from articles_as_of('{}')"
    told = [site.con.execute(state.format(end_of(number))).fetchall() for number in (1, 3, 4)]
    assert told == [[(None, None)], [(since(2), None)], [(since(2), since(2))]]


def test_the_columns_are_those_of_the_views(site: History) -> None:
    def columns(relation: str) -> list[tuple[str, str]]:
        return [tuple(row[:2]) for row in site.con.execute(f"describe from {relation}").fetchall()]

    assert columns("articles_as_of(now()::timestamp)") == columns(f"(select {STATE} from articles)")
    for view in ("claims", "citations"):
        assert columns(f"{view}_as_of(now()::timestamp)") == columns(view)


def test_the_macros_are_published_with_their_comments(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.run(1, full_example())
    history.con.close()
    published = tmp_path / "published.duckdb"
    publish(tmp_path / "claimtrace.duckdb", published)
    with Published(published) as asked:
        assert asked.rows("select count(*) from citations_as_of('2026-11-03')") == [(2,)]
        assert asked.rows("select article_id from articles_as_of('2026-11-03')") == [
            (short_hash("https://site.test/full"),)
        ]
        told = {name: meaning for name, _, meaning, _ in macros(asked.con)}
    assert told == dictionary()["macros"]


@pytest.mark.parametrize("condition", ["true", "false", "null"])
def test_the_macro_for_older_readers_gives_what_if_gives(site: History, condition: str) -> None:
    told = site.con.execute(f'select main."if"({condition}, 1, 2), case when {condition} then 1 else 2 end').fetchall()
    assert told[0][0] == told[0][1]
