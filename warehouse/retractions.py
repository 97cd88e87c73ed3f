"""A retraction list in; its notices in the warehouse, in one transaction, and how many they are, out."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.statements import ROOM, ask, run_file, transaction

FOLDER = ROOM / "retraction_forms"
# By which columns a form is known; names are compared without case and spaces. The first that fits is it.
FORMS = {
    "full": frozenset({"originalpaperdoi", "originalpaperpubmedid", "retractiondate", "retractionnature", "reason"}),
    "plain": frozenset({"doi"}),
}


class RetractionListError(WarehouseError):
    """A file that is no retraction list; the message says which columns are wanted."""


@dataclass(frozen=True, slots=True)
class RetractionsLoaded:
    """What a list held: rows, those of them without DOI and PMID (unusable), notices and papers kept, dated notices."""

    form: str
    row_count: int
    unusable_count: int
    notice_count: int
    paper_count: int
    dated_count: int


def load_retractions(con: duckdb.DuckDBPyConnection, path: Path, list_date: date) -> RetractionsLoaded:
    """Load a list: Retraction Watch's CSV as Crossref publishes it (`full`), or one with a column `doi` (`plain`).

    It takes the place of the list of that form that was loaded before; `list_date` is the day on which it was true.
    Raises RetractionListError for another file or one with no paper in it, and nothing is changed then; OSError.
    """
    form = form_of(path)
    try:
        with transaction(con):
            run_file(con, FOLDER / f"{form}.sql", {"path": str(path)})
            told = {"form": form, "file": path.name, "list_date": list_date.isoformat()}
            run_file(con, FOLDER / "replace.sql", told)
            counts = ask(con, "retraction_forms/counts", {"form": form})[0]
            if not counts[2]:
                raise RetractionListError(f"{path}: no row names a paper by DOI or PMID; the list of before stays")
    except duckdb.Error as error:
        raise RetractionListError(f"{path} was not loaded, nothing of it: {error}") from error
    return RetractionsLoaded(form, *counts)


def form_of(path: Path) -> str:
    """`full` or `plain`, by the file's first line. Raises RetractionListError."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        first = next(csv.reader([lines.readline(100_000)]), [])
    columns = {"".join(name.split()).lower() for name in first}
    for form, wanted in FORMS.items():
        if wanted <= columns:
            return form
    raise RetractionListError(
        f"{path} is no retraction list: its first line should name the columns of Retraction Watch's CSV "
        "(OriginalPaperDOI, RetractionDate, RetractionNature, Reason, …) or a column `doi`"
    )
