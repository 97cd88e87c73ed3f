"""A retraction list in; its notices in the warehouse, in one transaction, and how many they are, out."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.listed_rows import NOT_UTF8, ListedRow, UnusedRow, listed_rows
from warehouse.statements import ROOM, ask, run_file, transaction

FOLDER = ROOM / "retraction_forms"
# By which columns a form is known; names are compared without case and spaces. The first that fits is it.
FORMS = {
    "full": frozenset({"originalpaperdoi", "originalpaperpubmedid", "retractiondate", "retractionnature", "reason"}),
    "plain": frozenset({"doi"}),
}
# What is taken of each form, null where the list has no such column; those that name the paper and what happened come
# first, and of these every letter counts.
COLUMNS = {
    "full": (
        "originalpaperdoi", "originalpaperpubmedid", "retractionnature", "retractiondate", "reason", "retractiondoi",
        "title",
    ),
    "plain": ("doi", "retractionwatch"),
}  # fmt: skip
_TELLING = {"full": 3, "plain": 2}
_SHOWN = 5
_MAX_HEADER = 100_000


class RetractionListError(WarehouseError):
    """A file that is no retraction list; the message says which columns are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractionsLoaded:
    """What a list held: rows, those without DOI and PMID (unusable), notices and papers kept, dated notices.

    `unread` counts the rows that could not be read by what is wrong with them; `shown` are the first of these and of
    the unusable ones that say something where a DOI should stand. `absent_count` notices of the earlier list are not on
    this one, of the papers `absent` and others: they went, or stay where a row could not be read (`is_whole`).
    """

    form: str
    row_count: int
    unusable_count: int
    notice_count: int
    paper_count: int
    dated_count: int
    absent_count: int
    absent: tuple[str, ...]
    unread: Mapping[str, int]
    shown: tuple[UnusedRow, ...]

    @property
    def unread_count(self) -> int:
        """How many rows could not be read."""
        return sum(self.unread.values())

    @property
    def is_whole(self) -> bool:
        """Whether every row could be read, so that the list stands in place of the earlier one."""
        return not self.unread


def load_retractions(con: duckdb.DuckDBPyConnection, path: Path, list_date: date) -> RetractionsLoaded:
    """Load a list: Retraction Watch's CSV as Crossref publishes it (`full`), or one with a column `doi` (`plain`).

    It takes the place of the list of that form that was loaded before; `list_date` is the day on which it was true. A
    row that cannot be read is counted with its reason, the others are loaded, and then every notice of the earlier list
    that this one does not have stays: the row may have told of it.
    Raises RetractionListError for another file or one with no paper in it, and nothing is changed then; OSError.
    """
    form = form_of(path)
    rows, unread = _read(path, form)
    columns = {name: [row.cells[place] or None for row in rows] for place, name in enumerate(COLUMNS[form])}
    told = {"form": form, "file": path.name, "list_date": list_date.isoformat(), "is_whole": not unread}
    try:
        with transaction(con):
            run_file(con, FOLDER / f"{form}.sql", {"lines": [row.line for row in rows], **columns})
            run_file(con, FOLDER / "replace.sql", told)
            unusable, notices, papers, dated, absent = ask(con, "retraction_forms/counts")[0]
            shown = [UnusedRow(*row) for row in ask(con, "retraction_forms/unusable", {"most": _SHOWN})]
            shown = sorted([*unread[:_SHOWN], *shown], key=lambda row: row.line)
            if not notices:
                why = "".join(f"; line {row.line}: {row.reason}" for row in shown[:_SHOWN])
                raise RetractionListError(f"{path}: no row names a paper by DOI or PMID; the list of before stays{why}")
            names = tuple(name for (name,) in ask(con, "retraction_forms/absent", {"most": _SHOWN}))
    except duckdb.Error as error:
        raise RetractionListError(f"{path} was not loaded, nothing of it: {error}") from error
    return RetractionsLoaded(
        form=form,
        row_count=len(rows) + len(unread),
        unusable_count=unusable,
        notice_count=notices,
        paper_count=papers,
        dated_count=dated,
        absent_count=absent,
        absent=names,
        unread=Counter(row.kind for row in unread),
        shown=tuple(shown),
    )


def _read(path: Path, form: str) -> tuple[list[ListedRow], list[UnusedRow]]:
    """The rows with the cells of the form's columns, and those that cannot be read."""
    rows, unread = list[ListedRow](), list[UnusedRow]()
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        names = _column_names(lines.readline(_MAX_HEADER))
        places = [names.index(name) if name in names else None for name in COLUMNS[form]]
        for row in _told(listed_rows(lines, len(names)), places, _TELLING[form]):
            (rows if isinstance(row, ListedRow) else unread).append(row)  # type: ignore[arg-type]
    return rows, unread


def _told(
    rows: Iterator[ListedRow | UnusedRow], places: list[int | None], telling: int
) -> Iterator[ListedRow | UnusedRow]:
    for row in rows:
        if isinstance(row, UnusedRow):
            yield row
            continue
        cells = tuple("" if place is None else row.cells[place] for place in places)
        damaged = next((cell for cell in cells[:telling] if "\ufffd" in cell), None)
        if damaged is None:
            yield ListedRow(row.line, cells)
        else:
            yield UnusedRow(row.line, NOT_UTF8, f"{damaged[:60]!r} is no UTF-8")


def _column_names(line: str) -> list[str]:
    """The names of a list's first line, without case and spaces."""
    return ["".join(name.split()).lower() for name in next(csv.reader([line]), [])]


def form_of(path: Path) -> str:
    """`full` or `plain`, by the file's first line. Raises RetractionListError."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        columns = set(_column_names(lines.readline(_MAX_HEADER)))
    for form, wanted in FORMS.items():
        if wanted <= columns:
            return form
    raise RetractionListError(
        f"{path} is no retraction list: its first line should name the columns of Retraction Watch's CSV "
        "(OriginalPaperDOI, RetractionDate, RetractionNature, Reason, …) or a column `doi`"
    )
