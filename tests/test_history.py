"""An article's history from its outcomes: which text is the latest, where it stands, when it is missing, when gone."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.tagged_articles import (
    article_outcomes,
    day,
    make_article,
    make_fileset,
    make_outcome,
    make_tagged,
    new_warehouse,
    short_hash,
)
from transforms.records import Outcome, OutcomeKind, TaggedArticle
from warehouse.checks import run_checks
from warehouse.load import load_fileset

OLD, NEW = "https://site.test/old", "https://site.test/new"


class History:
    """A site that is crawled once a day: run number N is of day N, in whatever order the runs are loaded."""

    def __init__(self, folder: Path) -> None:
        self.con = new_warehouse(folder / "claimtrace.duckdb")
        self._folder = folder

    def run(self, number: int, *articles: TaggedArticle, answers: tuple[Outcome, ...] = ()) -> None:
        """Load the run of a day."""
        load_fileset(
            self.con, make_fileset(self._folder / "tagged", articles, others=answers, run_id=f"run-{number}")
        )  # fmt: skip

    def article(self, url: str, columns: str) -> tuple[object, ...]:
        """Columns of the view `articles`, by the address that the article first had."""
        found = self.con.execute(f"select {columns} from articles where article_id = ?", [short_hash(url)]).fetchall()
        return tuple(found[0])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path)
    yield history
    failed = [(result.name, result.examples) for result in run_checks(history.con) if result.offending_count]
    history.con.close()
    assert failed == []


def shown(url: str, number: int, text: str = "Ginger helps.", **fields: object) -> TaggedArticle:
    """The article at an address as it was on a day."""
    return make_tagged(make_article(url, text, fetched_at=day(number), **fields))


def answer(url: str, number: int, kind: OutcomeKind, reason: str | None = None, **fields: object) -> Outcome:
    """What an address answered on a day, a minute after the articles of that run."""
    return make_outcome(url, kind, f"run-{number}", day(number) + timedelta(minutes=1), reason=reason, **fields)


def missing(url: str, number: int) -> Outcome:
    """A 404."""
    return answer(url, number, "gone", "status 404")


def since(number: int) -> datetime:
    """When `answer` of a day came."""
    return (day(number) + timedelta(minutes=1)).replace(tzinfo=None)


def test_a_copy_with_last_years_text_does_not_bring_it_back(site: History) -> None:
    """Another page of the site still shows what the article said before its edit."""
    copy = shown(NEW, 2, "Ginger cures.")
    site.run(1, shown(OLD, 1, "Ginger cures."))
    site.run(2, copy)
    site.run(3, shown(OLD, 3, "Ginger may help."))
    site.run(4, answers=(answer(NEW, 4, "unchanged", "304"),))
    text = "text, version_count, last_seen_at"
    assert site.article(OLD, text) == ("Ginger may help.", 2, since(4))


@pytest.mark.fault("F34")
def test_an_article_that_moves_with_its_text_lives_on_though_its_old_address_answers_410(site: History) -> None:
    site.run(1, shown(OLD, 1))
    site.run(2, shown(NEW, 2), answers=(answer(OLD, 2, "gone", "status 410"),))
    assert site.con.execute("select url, missing_since, gone_at from articles").fetchall() == [(NEW, None, None)]
    for number in (3, 4, 5):
        site.run(number, answers=(missing(OLD, number), answer(NEW, number, "not_due")))
    assert site.article(OLD, "url, missing_since, gone_at") == (NEW, None, None)
    site.run(6, answers=(answer(NEW, 6, "gone", "status 410"),))
    assert site.article(OLD, "gone_at") == (since(6),)


def test_404_on_three_days_in_a_row_is_gone_since_the_first(site: History) -> None:
    site.run(1, shown(OLD, 1))
    for number, gone_at in ((2, None), (3, None), (4, since(2))):
        site.run(number, answers=(missing(OLD, number),))
        assert site.article(OLD, "missing_since, gone_at") == (since(2), gone_at)


def test_404_three_times_on_one_day_is_an_outage(site: History) -> None:
    site.run(1, shown(OLD, 1))
    hours = [day(2) + timedelta(hours=number) for number in range(3)]
    outcomes = [make_outcome(OLD, "gone", f"run-2{at.hour}", at, reason="status 404") for at in hours]
    for outcome in outcomes:
        load_fileset(site.con, make_fileset(site._folder / "hours", [], others=[outcome], run_id=outcome.run_id))
    assert site.article(OLD, "gone_at") == (None,)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("redirected", "status 302"),
        ("not_article", "consent wall: cookiewall"),
        ("other_language", "fr"),
    ],
)
def test_an_answer_of_another_kind_between_404s_starts_the_count_anew(
    site: History, kind: OutcomeKind, reason: str
) -> None:
    site.run(1, shown(OLD, 1))
    site.run(2, answers=(missing(OLD, 2),))
    site.run(3, answers=(answer(OLD, 3, kind, reason),))
    for number, gone_at in ((4, None), (5, None), (6, since(4))):
        site.run(number, answers=(missing(OLD, number),))
        assert site.article(OLD, "missing_since, gone_at") == (since(4), gone_at)


@pytest.mark.parametrize("kind", ["error", "blocked", "robots", "limit", "not_due"])
def test_a_failure_between_404s_says_nothing(site: History, kind: OutcomeKind) -> None:
    site.run(1, shown(OLD, 1))
    for number in (2, 3):
        site.run(number, answers=(missing(OLD, number),))
    site.run(4, answers=(answer(OLD, 4, kind, "status 503"),))
    site.run(5, answers=(missing(OLD, 5),))
    assert site.article(OLD, "gone_at") == (since(2),)


@pytest.mark.fault("F35")
@pytest.mark.parametrize(
    ("reason", "moved"),
    [("status 301", True), ("status 308", True), ("status 302", False), ("status 307", False)],
)
def test_only_a_lasting_redirect_is_a_move(site: History, reason: str, moved: bool) -> None:
    site.run(1, shown(OLD, 1))
    leads = answer(OLD, 2, "redirected", reason, location=NEW)
    site.run(2, shown(NEW, 2, "Something else."), answers=(leads,))
    expected = (since(2), short_hash(NEW)) if moved else (None, None)
    assert site.article(OLD, "gone_at, moved_to") == expected
    moves = site.con.execute("select from_url, to_url from article_moves").fetchall()
    assert moves == ([(OLD, NEW)] if moved else [])


def test_a_lasting_redirect_to_what_is_no_article_counts_as_a_404(site: History) -> None:
    """Many sites send what they removed to their front page."""
    home = "https://site.test/"
    site.run(1, shown(OLD, 1))
    for number, gone_at in ((2, None), (3, None), (4, since(2))):
        leads = answer(OLD, number, "redirected", "status 301", location=home)
        site.run(number, answers=(answer(home, number, "not_article", "home page"), leads))
        assert site.article(OLD, "gone_at, moved_to") == (gone_at, None)


def test_another_article_at_its_address_takes_its_place(site: History) -> None:
    """The site came to name another canonical address for the page at OLD, and edited it."""
    site.run(1, shown(OLD, 1))
    other = shown(NEW, 2, "Something else.")
    at_old = [make_outcome(OLD, "article", "run-2", day(2), article_id=other.article.article_id, record="r:0")]
    load_fileset(site.con, make_fileset(site._folder / "canonical", [other], outcomes=at_old, run_id="run-2"))
    gone_at = day(2).replace(tzinfo=None)
    assert site.article(OLD, "gone_at, moved_to") == (gone_at, short_hash(NEW))


@pytest.mark.fault("F31")
@pytest.mark.fault("F30")
def test_304_of_a_page_that_became_a_wall_is_no_sight_of_its_article(site: History) -> None:
    site.run(1, shown(OLD, 1))
    site.run(2, answers=(answer(OLD, 2, "not_article", "consent wall: cookiewall"),))
    site.run(3, answers=(answer(OLD, 3, "unchanged", "304"),))
    assert site.article(OLD, "last_seen_at") == (day(1).replace(tzinfo=None),)
    run_3 = "select article_id from outcomes where run_id = 'run-3'"
    assert site.con.execute(run_3).fetchall() == [(None,)]


def test_the_same_bytes_are_what_they_were_whatever_came_between(site: History) -> None:
    """A revisit record tells by its digest which body it repeats: here the article's, not the wall's."""
    item = shown(OLD, 1)
    first = article_outcomes([item], "run-1")
    outcomes = [make_outcome(OLD, "article", "run-1", day(1), article_id=short_hash(OLD), payload_digest="sha1:A")]
    assert [one.url for one in first] == [OLD]
    load_fileset(site.con, make_fileset(site._folder / "one", [item], outcomes=outcomes, run_id="run-1"))
    site.run(2, answers=(answer(OLD, 2, "not_article", "consent wall: x", payload_digest="sha1:B"),))
    site.run(3, answers=(answer(OLD, 3, "unchanged", "same payload", payload_digest="sha1:A"),))
    assert site.article(OLD, "last_seen_at") == (since(3),)


def test_what_was_not_due_belongs_to_the_article_last_seen_there(site: History) -> None:
    site.run(1, shown(OLD, 1))
    site.run(2, answers=(answer(OLD, 2, "not_due"), answer("https://site.test/list", 2, "not_due")))
    rows = site.con.execute("select url, article_id from outcomes where run_id = 'run-2' order by url").fetchall()
    assert rows == [("https://site.test/list", None), (OLD, short_hash(OLD))]
    assert site.article(OLD, "last_seen_at") == (day(1).replace(tzinfo=None),)


@pytest.mark.fault("F13")
def test_what_was_not_due_by_a_clock_set_back_stands(site: History) -> None:
    """Seen on day 9, then the clock is set to day 2: nothing is due, and the site has not lost its articles."""
    site.run(9, shown(OLD, 9))
    site.run(2, answers=(answer(OLD, 2, "not_due"), answer("https://site.test/list", 2, "not_due")))
    site.run(1, answers=(missing(OLD, 1),))  # what was gone before it came is not that article
    said = "select url, article_id from outcomes where run_id <> 'run-9' order by run_id, url"
    assert site.con.execute(said).fetchall() == [
        (OLD, None),
        ("https://site.test/list", None),
        (OLD, short_hash(OLD)),
    ]
    nine = day(9).replace(tzinfo=None)
    assert site.article(OLD, "first_seen_at, last_seen_at, missing_since") == (nine, nine, None)


def test_a_past_runs_shares_stay_when_the_same_text_comes_back_without_its_date(site: History) -> None:
    said = "select is_dated, is_authored, word_count from core.outcomes where run_id = 'run-1'"
    site.run(1, shown(OLD, 1, author="A. Writer"))
    site.run(2, shown(OLD, 2, author=None, published=None))
    assert site.con.execute(said).fetchall() == [(True, True, 2)]
    assert site.article(OLD, "author, published") == (None, None)


def test_history_is_the_same_in_whatever_order_runs_are_loaded(tmp_path: Path) -> None:
    def load(history: History, number: int) -> None:
        runs: dict[int, tuple[tuple[TaggedArticle, ...], tuple[Outcome, ...]]] = {
            1: ((shown(OLD, 1),), ()),
            2: ((), (answer(OLD, 2, "not_article", "consent wall: x"),)),
            3: ((), (answer(OLD, 3, "unchanged", "304"),)),
            4: ((shown(OLD, 4, "Ginger may help."),), ()),
            5: ((), (answer(OLD, 5, "redirected", "status 301", location=NEW),)),
        }
        articles, answers = runs[number]
        history.run(number, *articles, answers=answers)

    found = set()
    for order in itertools.islice(itertools.permutations(range(1, 6)), 0, None, 17):
        history = History(tmp_path / "".join(map(str, order)))
        for number in order:
            load(history, number)
        columns = "url, text, version_count, first_seen_at, last_seen_at, missing_since, gone_at, moved_to"
        found.add((history.article(OLD, columns), repr(history.con.execute("from outcomes order by all").fetchall())))
        history.con.close()
    assert len(found) == 1
