"""The `[schedule]` table of a site file in; when a site is crawled, as a checked cron line and time zone, out."""

import re
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
# The five fields of a cron line: what it is called, its least and greatest number, and names that stand for numbers.
_FIELDS: tuple[tuple[str, int, int, list[str]], ...] = (
    ("minute", 0, 59, []),
    ("hour", 0, 23, []),
    ("day of month", 1, 31, []),
    ("month", 1, 12, ["", *_MONTHS]),
    ("day of week", 0, 7, _DAYS),  # 0 and 7 are Sunday
)
_PART = re.compile(r"(\*|\w{1,9})(?:-(\w{1,9}))?(?:/(\d{1,9}))?\Z")
_LONGEST_MONTH = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def _cron_line(line: str) -> str:
    """The line with single blanks. Raises ValueError for what no cron would run."""
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(
            f"{line!r}: a cron line has five fields, minute hour day month weekday, e.g. '30 3 * * *' for 3:30 each day"
        )
    for text, (name, least, most, names) in zip(fields, _FIELDS, strict=True):
        for part in text.split(","):
            found = _PART.match(part)
            if not found:
                raise ValueError(f"{line!r}: {part!r} is no {name}; write a number, *, 1-5, */15 or 1,15")
            first, last, step = found.groups()
            low = least if first == "*" else _number(first, names)
            high = most if first == "*" else low if last is None else _number(last, names)
            if low is None or high is None or not least <= low <= high <= most or (first == "*" and last):
                raise ValueError(f"{line!r}: {part!r} is no {name}, which goes from {least} to {most}")
            if step is not None and not 1 <= int(step) <= most:
                raise ValueError(f"{line!r}: a step of {step} in {name} never comes again")
    if fields[2].isdecimal() and fields[3].isdecimal() and fields[4] == "*":
        longest = _LONGEST_MONTH.get(int(fields[3]), 31)
        if int(fields[2]) > longest:
            raise ValueError(f"{line!r}: month {fields[3]} has no day {fields[2]}")
    return " ".join(fields)


def _number(text: str, names: list[str]) -> int | None:
    if text.isdecimal():
        return int(text)
    return names.index(text.lower()) if text.lower() in names else None


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone; write one such as 'Europe/Amsterdam' or 'UTC'")
    return name


class Schedule(BaseModel):
    """When a site is crawled: a cron line of five fields, read in a time zone, so that 3:30 stays 3:30 in summer."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    cron: Annotated[str, AfterValidator(_cron_line)]
    timezone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
