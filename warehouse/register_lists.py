"""An export of the EU register of health claims in; its entries in the warehouse, in one transaction, out."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.register_matches import FOLDER, rematch_claims
from warehouse.statements import run_file, transaction

# The register's columns, by the letters with which their names begin, without case, spaces and signs: the export of
# 2016 has "Nutrient, substance, food or food category", an older one "Nutrient/Substance/Food".
COLUMNS = {
    "claim_type": ("claimtype",),
    "substance": ("nutrient", "substance", "foodorconstituent", "foodconstituent"),
    "claim": ("claim", "examplewording", "wording"),
    "conditions": ("conditions",),
    "health_relationship": ("healthrelationship",),
    "efsa_opinion": ("efsa",),
    "regulation": ("commissionregulation", "regulation"),
    "told_status": ("status",),
    "entry_id": ("entryid", "id"),
}
# What the register calls a standing, by the letters with which it begins; the first that fits.
STANDINGS = (
    (("nonauthor", "notauthor", "rejected"), "not_authorised"),
    (("onhold",), "on_hold"),
    (("author",), "authorised"),
)
# A conditions text of the register may be long, a file that is none of its exports longer: 1 MB in one field.
csv.field_size_limit(1_000_000)


class RegisterListError(WarehouseError):
    """A file that is no export of the register; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class RegisterLoaded:
    """What an export held: rows, those of no use with their reasons, entries by standing, and how many claims were set
    against it."""

    form: str
    row_count: int
    unusable: Mapping[str, int]
    standings: Mapping[str, int]
    claim_count: int


def load_register(con: duckdb.DuckDBPyConnection, path: Path, list_date: date, on_hold: bool = False) -> RegisterLoaded:
    """Load a CSV export: of the register with its column Status, or, with `on_hold`, the list of claims on hold.

    It takes the place of the one of its form that was loaded before, and all claims are set against it. `list_date` is
    the day on which it was true. Raises RegisterListError for another file or one without an entry, and nothing is
    changed then; OSError.
    """
    form = "on_hold" if on_hold else "eu_register"
    rows = list(_rows(path, on_hold))
    unusable = Counter(reason for reason in map(_trouble, rows) if reason)
    kept = [row for row in rows if not _trouble(row)]
    if not kept:
        raise RegisterListError(f"{path}: no row has a substance, a claim and a status; the list of before stays")
    columns = {f"{_plural(name)}": [row[name] for row in kept] for name in (*COLUMNS, "standing")}
    told = {"form": form, "file": path.name, "list_date": list_date.isoformat()}
    try:
        with transaction(con):
            run_file(con, FOLDER / "replace_entries.sql", columns | told)
            claim_count = rematch_claims(con)
    except duckdb.Error as error:
        raise RegisterListError(f"{path} was not loaded, nothing of it: {error}") from error
    standings = Counter(str(row["standing"]) for row in kept)
    return RegisterLoaded(form, len(rows), dict(unusable), dict(standings), claim_count)


def _rows(path: Path, on_hold: bool) -> Iterator[dict[str, str | None]]:
    """The rows under our names. Raises RegisterListError for a file without the columns."""
    if path.read_bytes()[:4] == b"PK\x03\x04":
        raise RegisterListError(
            f"{path} is a spreadsheet, and no library that reads one is installed: save it as CSV (UTF-8) first"
        )
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        first = lines.readline(100_000)
        lines.seek(0)
        delimiter = max(",;\t", key=first.count)
        try:
            reader = csv.reader(lines, delimiter=delimiter)
            places = _places(next(reader, []))
            wanted = {"substance", "claim"} | (set() if on_hold else {"told_status"})
            if missing := wanted - set(places):
                hint = "" if on_hold else " (the list of claims on hold has no Status: use --on-hold)"
                raise RegisterListError(
                    f"{path} is no export of the register: its first line should name the columns Claim type, "
                    "Nutrient, substance, food or food category, Claim, Conditions of use, Health relationship, EFSA "
                    "opinion reference, Commission regulation, Status and Entry Id; "
                    f"{', '.join(sorted(missing))} is missing{hint}"
                )
            for number, row in enumerate(reader, start=1):
                if any(row):
                    yield _entry(row, places, number, on_hold)
        except csv.Error as error:
            raise RegisterListError(f"{path} is no CSV file: {error}") from error


def _places(header: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, told in enumerate(header):
        letters = _letters(told)
        for name, beginnings in COLUMNS.items():
            # "Claim" is a column, "Claim type" another: whole names first
            fits = letters in beginnings if name in {"claim", "entry_id"} else letters.startswith(beginnings)
            if fits and name not in places:
                places[name] = place
                break
    return places


def _entry(row: list[str], places: Mapping[str, int], number: int, on_hold: bool) -> dict[str, str | None]:
    entry = {name: _words(row[place]) if (place := places.get(name, len(row))) < len(row) else None for name in COLUMNS}
    entry["entry_id"] = entry["entry_id"] or f"row {number}"
    entry["standing"] = "on_hold" if on_hold else _standing(entry["told_status"])
    return entry


def _trouble(row: Mapping[str, str | None]) -> str | None:
    """Why a row cannot be used; None where it can."""
    if not row["substance"]:
        return "no substance"
    if not row["claim"]:
        return "no claim"
    return None if row["standing"] else f"status {row['told_status']!r} is not known"


def _standing(told: str | None) -> str | None:
    letters = _letters(told or "")
    return next((standing for beginnings, standing in STANDINGS if letters.startswith(beginnings)), None)


def _letters(told: str) -> str:
    return re.sub(r"[^a-z]", "", told.lower())


def _words(cell: str) -> str | None:
    """A cell without markup: the export has "<p class=…>", "&lt;name&gt;" and line ends in its texts."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", cell)).split()) or None


def _plural(name: str) -> str:
    return {"conditions": "conditions", "told_status": "told_statuses"}.get(name, f"{name}s")
