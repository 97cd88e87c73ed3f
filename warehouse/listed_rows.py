"""The lines of a CSV file in; its rows with their line numbers, and for each that cannot be read why, out.

A row that cannot be read costs itself and no other: a quote that nobody closes swallows what follows, so what such a
row took beyond its first line is read again.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

OTHER_WIDTH = "another number of cells than the first line"
BAD_QUOTES = "quotes that do not fit"
NOT_UTF8 = "letters that are no UTF-8"
# A title or a note may be long and have line ends in it; what is beyond these is a quote that nobody closed.
MAX_ROW_LINES = 100
csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row with the number of its first line; the first line of a file is 1, and is no row."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnusedRow:
    """A row of no use: its line, what is wrong in words that many rows share, and in its own."""

    line: int
    kind: str
    reason: str


def listed_rows(lines: Iterable[str], width: int) -> Iterator[ListedRow | UnusedRow]:
    """Yield each row below the first line, which has `width` cells; empty lines are no rows."""
    coming = iter(lines)
    again = deque[str]()
    number = 2
    while True:
        taken: list[str] = []
        read = _cells(_fed(taken, again, coming), width)
        if not taken:
            return
        if isinstance(read, tuple):
            if read:
                yield ListedRow(number, read)
        else:
            again.extendleft(reversed(taken[1:]))
            del taken[1:]
            yield UnusedRow(number, *read.args)
        number += len(taken)


class _NoRow(Exception):
    """Why lines are no row: the kind and the reason."""


def _fed(taken: list[str], again: deque[str], coming: Iterator[str]) -> Iterator[str]:
    """Yield the lines of one row as its reader asks for them, and note them in `taken`."""
    while len(taken) < MAX_ROW_LINES:
        line = again.popleft() if again else next(coming, None)
        if line is None:
            return
        taken.append(line)
        yield line


def _cells(lines: Iterator[str], width: int) -> tuple[str, ...] | _NoRow:
    try:
        cells = tuple(next(csv.reader(lines, strict=True), ()))
    except csv.Error as error:
        unclosed = "unexpected end" in str(error)
        return _NoRow(BAD_QUOTES, "a quote that is not closed" if unclosed else f"no row of CSV: {error}")
    if cells and len(cells) != width:
        return _NoRow(OTHER_WIDTH, f"{len(cells)} cells where the first line has {width}")
    return cells
