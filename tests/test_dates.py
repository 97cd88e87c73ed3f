"""Dates as pages write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import EARLIEST, believable, parse_date
from transforms.lang import languages

MONTHS = {name: number for language in languages().values() for name, number in language.months.items()}


@pytest.mark.fault("F38")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-03T09:00:00+01:00", date(2024, 3, 3)),
        ("2024-03-03", date(2024, 3, 3)),
        ("20240303", date(2024, 3, 3)),
        ("2024/3/3", date(2024, 3, 3)),
        ("3 mrt. 2024", date(2024, 3, 3)),
        ("Laatst herzien: zondag 3 maart 2024 om 12.30", date(2024, 3, 3)),
        ("Sept. 3, 2024", date(2024, 9, 3)),
        ("3rd of May 2024", date(2024, 5, 3)),
        ("Thu, 27 Jun 2019 14:15:21 +0200", date(2019, 6, 27)),
        ("03-04-2024", date(2024, 4, 3)),
        ("13/04/2024", date(2024, 4, 13)),
        ("maart 2024", None),  # no day
        ("2024", None),
        ("gisteren", None),
        ("30-02-2024", None),
        ("2024-13-45", None),
        ("", None),
        (None, None),
    ],
)
def test_parse(text: str | None, expected: date | None) -> None:
    assert parse_date(text, MONTHS) == expected


def test_american_order() -> None:
    assert parse_date("03/04/2024", MONTHS, month_first=True) == date(2024, 3, 4)
    assert parse_date("13/04/2024", MONTHS, month_first=True) == date(2024, 4, 13)


@given(st.dates(EARLIEST, date(2099, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_what_is_written_is_read(day: date, name: str) -> None:
    assert parse_date(day.isoformat(), MONTHS) == day
    assert parse_date(f"{day:%d-%m-%Y}", MONTHS) == day
    if MONTHS[name] == day.month:
        assert parse_date(f"{day.day} {name} {day.year}", MONTHS) == day


@pytest.mark.fault("F38")
@given(st.text(max_size=80))
def test_never_raises(text: str) -> None:
    found = parse_date(text, MONTHS)
    assert found is None or 1900 <= found.year <= 2099


def test_believable() -> None:
    fetched = datetime(2026, 11, 1, 23, 0, tzinfo=UTC)
    assert believable(date(2026, 11, 3), fetched) == date(2026, 11, 3)
    assert believable(fetched.date() + timedelta(days=3), fetched) is None
    assert believable(date(1970, 1, 1), fetched) is None
    assert believable(None, fetched) is None
