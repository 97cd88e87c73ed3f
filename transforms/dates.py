"""A date as a page writes it in (`2024-03-03T09:00:00+01:00`, `3 mrt. 2024`, `Sept. 3, 2024`); a date or None out."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

# Before the web there were no web pages: such a date is a placeholder (1970-01-01) or an error.
EARLIEST = date(1991, 8, 6)
# Clocks and time zones differ; a date further past the visit is wrong or announces the future.
MAX_AHEAD = timedelta(days=2)

_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T|$)")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)\b")
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|e|ste|de)?\.?\s+(?:of\s+)?([^\W\d_]{3,9})\.?,?\s+((?:19|20)\d\d)\b")
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b")


def parse_date(text: str | None, months: Mapping[str, int], *, month_first: bool = False) -> date | None:
    """Return the first full date in a text, or None: a month without a day is no date, and nothing is guessed.

    `months` maps case-folded names to 1 to 12. `month_first` reads `03/04/2024` as 4 March (American pages);
    where only one order gives a date, that one holds.
    """
    if not text:
        return None
    text = text.strip().casefold()
    if found := (_COMPACT.search(text) or _ISO.search(text)):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    for found in _DAY_MONTH.finditer(text):
        if found[2] in months:
            return _date(int(found[3]), months[found[2]], int(found[1]))
    for found in _MONTH_DAY.finditer(text):
        if found[1] in months:
            return _date(int(found[3]), months[found[1]], int(found[2]))
    if found := _DAY_FIRST.search(text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        as_written = _date(year, one, two) if month_first else _date(year, two, one)
        return as_written or (_date(year, two, one) if month_first else _date(year, one, two))
    return None


def believable(day: date | None, fetched_at: datetime) -> date | None:
    """Return the date, or None where it lies before the web or more than two days after the visit."""
    if day is None or not EARLIEST <= day <= fetched_at.date() + MAX_AHEAD:
        return None
    return day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
