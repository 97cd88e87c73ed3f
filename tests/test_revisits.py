"""Pages are asked for again as often as they change, and never less often or more often than the site file says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from spiders.known_pages import KnownPage
from spiders.revisits import due_at, interval_days, is_due

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def page(observed: float, changes: int = 0, calm: float | None = None, **values: object) -> KnownPage:
    """A page known for `observed` days, last fetched at NOON; the last change was seen `calm` days before that."""
    changed_at = None if calm is None else NOW - timedelta(days=calm)
    return KnownPage(
        url="https://a.example/x",
        first_fetched_at=NOW - timedelta(days=observed),
        last_fetched_at=NOW,
        last_changed_at=changed_at,
        change_count=changes,
        **values,  # type: ignore[arg-type]
    )


def test_a_page_that_never_changed_is_asked_for_half_as_often_each_time() -> None:
    age, asked = 0.0, []
    while age < 40:
        wait = interval_days(page(age), 1, 30)
        asked.append(round(wait))
        age += wait
    assert asked == [1, 2, 4, 8, 16, 30]


def test_a_page_that_changes_often_is_asked_for_often() -> None:
    assert interval_days(page(30, changes=10, calm=3), 0.75, 30) < 1.6
    assert interval_days(page(30, changes=1, calm=25), 0.75, 30) > 9


def test_a_page_that_has_just_changed_is_looked_at_again_soon() -> None:
    assert interval_days(page(300, changes=1, calm=0), 1, 30) == 1


def test_a_missing_page_has_three_strikes_within_a_week() -> None:
    waits = [interval_days(page(100, missing_count=count), 1, 30) for count in (1, 2, 3)]
    assert waits == [1, 2, 4]


def test_what_was_never_fetched_is_always_due() -> None:
    waiting = KnownPage(url="https://a.example/x", state="waiting")
    assert due_at(waiting, 1, 30) is None and is_due(waiting, NOW, 1, 30)
    assert is_due(KnownPage(url="https://a.example/x"), NOW, 1, 30)


def test_with_no_least_interval_a_new_page_is_due_at_once() -> None:
    assert is_due(page(0), NOW, 0, 30)


times = st.floats(0, 5000, allow_nan=False)


@given(times, st.integers(0, 500), times, st.floats(0, 5), st.floats(5, 400), st.integers(0, 1100))
def test_the_interval_lies_between_the_two(
    observed: float, changes: int, calm: float, least: float, most: float, missing: int
) -> None:
    known = page(observed, changes, min(calm, observed), missing_count=missing)
    assert least <= interval_days(known, least, most) <= most


def test_a_page_fetched_late_in_a_run_is_due_in_the_run_at_the_same_hour() -> None:
    """Crawled at three each night, and fetched at ten past three: its two days are over at three."""
    fetched = NOW - timedelta(days=2) + timedelta(minutes=10)
    known = KnownPage(url="https://a.example/x", first_fetched_at=fetched - timedelta(days=2), last_fetched_at=fetched)
    assert interval_days(known, 0, 30) == 2
    assert is_due(known, NOW, 0, 30)
    assert not is_due(known, NOW - timedelta(hours=6), 0, 30)
    assert not is_due(known, NOW, 2, 30)  # what a site file asks for is kept to the minute
