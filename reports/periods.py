"""Dates in; the weeks, months or years that a trend is drawn over, and their names, out."""

from datetime import date, timedelta
from typing import Literal

from reports.languages import day_name, spoken, t

Unit = Literal["week", "month", "year"]

# more columns than this are too thin to read on a phone of 360 px (8 px each with their gap)
MOST_WEEKS = 30
MOST_MONTHS = 36
# The first web page went online in 1991; an earlier date was read from the text (a study of 1970, the year 1246) and
# would stretch the axis until the present is one column.
EARLIEST = date(1991, 1, 1)


def period_start(day: date, unit: Unit) -> date:
    """The first day of the period that holds `day`; weeks start on Monday, as ISO 8601 has it."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def following(start: date, unit: Unit) -> date:
    """The first day of the period after the one that starts on `start`."""
    step = {"week": 7, "month": 31, "year": 366}[unit]
    return period_start(start + timedelta(days=step), unit)


def trend_unit(first: date, last: date) -> Unit:
    """The finest unit that draws `first` to `last` in few enough columns."""
    if (last - first).days <= 7 * MOST_WEEKS:
        return "week"
    months = (last.year - first.year) * 12 + last.month - first.month
    return "month" if months <= MOST_MONTHS else "year"


def period_starts(first: date, last: date, unit: Unit) -> list[date]:
    """Every period from the one with `first` to the one with `last`, those without data included: gaps are drawn."""
    starts = [period_start(first, unit)]
    while (next_start := following(starts[-1], unit)) <= last:
        starts.append(next_start)
    return starts


def period_label(start: date, unit: Unit) -> str:
    """A short name for an axis: `2 Mar`, `Mar 26`, `2026`."""
    if unit == "week":
        return f"{start.day} {spoken().short_months[start.month - 1]}"
    return f"{spoken().short_months[start.month - 1]} {start.year % 100:02d}" if unit == "month" else str(start.year)


def period_name(start: date, unit: Unit) -> str:
    """A full name for a table: `week of 2 March 2026`, `March 2026`, `2026`."""
    if unit == "week":
        return t("period.week_of", day=day_name(start))
    return f"{spoken().months[start.month - 1]} {start.year}" if unit == "month" else str(start.year)
