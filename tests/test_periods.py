from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.languages import day_name
from reports.periods import period_label, period_name, period_start, period_starts, trend_unit

DAYS = st.dates(date(1991, 1, 1), date(2100, 1, 1))


def test_weeks_start_on_monday():
    assert period_start(date(2026, 11, 22), "week") == date(2026, 11, 16)
    assert period_start(date(2027, 1, 1), "week") == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (date(2026, 9, 1), date(2026, 11, 20), "week"),
        (date(2025, 9, 1), date(2026, 11, 20), "month"),
        (date(2005, 1, 1), date(2026, 11, 20), "year"),
    ],
)
def test_the_unit_is_the_finest_that_fits(first, last, unit):
    assert trend_unit(first, last) == unit


@given(DAYS, st.integers(0, 12_000), st.sampled_from(["week", "month", "year"]))
def test_periods_are_consecutive_and_hold_both_ends(first, days, unit):
    last = first + timedelta(days=days)
    starts = period_starts(first, last, unit)
    assert starts[0] == period_start(first, unit)
    assert starts[-1] == period_start(last, unit)
    assert starts == sorted(set(starts))
    assert all(period_start(start, unit) == start for start in starts)
    longest = {"week": 7, "month": 31, "year": 366}[unit]
    assert all((after - before).days <= longest for before, after in pairwise(starts))


@given(DAYS, st.integers(0, 3650))
def test_a_trend_of_ten_years_is_never_more_than_37_columns(first, days):
    last = first + timedelta(days=days)
    assert len(period_starts(first, last, trend_unit(first, last))) <= 37


def test_names():
    monday = date(2026, 3, 2)
    assert period_label(monday, "week") == "2 Mar"
    assert period_name(monday, "week") == "week of 2 March 2026"
    assert period_label(date(2026, 3, 1), "month") == "Mar 26"
    assert period_name(date(2026, 3, 1), "month") == "March 2026"
    assert period_name(date(2026, 1, 1), "year") == period_label(date(2026, 1, 1), "year") == "2026"
    assert day_name(monday) == "2 March 2026"
