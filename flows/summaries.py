"""A run and its published file in; the tables that a person sees at the end of a command out."""

import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import NoneType
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.data_folder import DataFolder
from flows.loading import summed
from warehouse.queries import Published, named_query

_SITE_COLUMNS = {
    "site": "site",
    "article_count": "articles",
    "claim_count": "claims",
    "traceable_count": "traceable",
    "untraceable_share": "not traceable",
    "vague_appeal_count": "vague appeals",
}
_GRADE_COLUMNS = {"support": "support", "claim_count": "claims", "claim_share": "share"}
_NEXT = (
    'sql{data} "select * from site_scorecard"',
    "sql{data} \"select text, kind from claims where support = 'none' limit 10\" --format csv",
    "sites{data}",
)


def print_run(console: Console, outcomes: Mapping[str, Mapping[str, int]], folder: DataFolder) -> None:
    """How runs went: pages by outcome, claims by grade, sites ranked, where the results are, what to try next.

    outcomes: the counts of each run by the name that its column has, e.g. "day 1".
    """
    print_outcomes(console, outcomes)
    with Published(folder.published) as published:
        print_question(console, published, "claims_by_grade", "Claims by support", _GRADE_COLUMNS)
        print_question(console, published, "sites_ranked", "Sites by claims without a traceable source", _SITE_COLUMNS)
    console.print(f"Published warehouse: {folder.published}", soft_wrap=True)
    console.print(f"Report:              {folder.report / 'index.html'}", soft_wrap=True)
    console.print("Try next:")
    program = program_name()
    data = "" if folder.root == Path("data") else f" --data {shlex.quote(str(folder.root))}"
    for command in _NEXT:
        console.print(f"  {program} {command.format(data=data)}", soft_wrap=True)


def program_name() -> str:
    """How to call this command line from here: by name where the shell finds it, else by its path."""
    found, called = shutil.which("claimtrace"), Path(sys.argv[0])
    if not called.is_file() or (found and Path(found).samefile(called)):
        return "claimtrace"
    return str(called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else called)


def print_outcomes(console: Console, outcomes: Mapping[str, Mapping[str, int]]) -> None:
    """Pages by outcome, most first, with their sum; a column for each run."""
    table = _table("Pages by outcome")
    table.add_column("outcome")
    for name in outcomes:
        table.add_column(name, justify="right")
    total = summed(outcomes.values())
    for outcome, _ in sorted(total.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(outcome, *(f"{counts.get(outcome, 0):,}" for counts in outcomes.values()))
    table.add_section()
    table.add_row("all", *(f"{sum(counts.values()):,}" for counts in outcomes.values()))
    console.print(table)


def print_warnings(console: Console, warnings: Sequence[str]) -> None:
    """What checks of severity `warn` found, a line each; nothing where they found nothing."""
    for warning in warnings:
        console.print(Text(f"Warning: {warning}"), soft_wrap=True)


def print_question(console: Console, published: Published, name: str, title: str, columns: Mapping[str, str]) -> None:
    """Some columns of the answer to one of the warehouse's questions, under the names that `columns` gives them."""
    rows = published.records(named_query(name))
    table = _table(title)
    for column, heading in columns.items():
        is_number = all(isinstance(row[column], (int, float, NoneType)) for row in rows)
        table.add_column(heading, justify="right" if is_number else "left", no_wrap=not is_number)
    for row in rows:
        table.add_row(*(Text(_words(column, row[column])) for column in columns))
    console.print(table)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)


def _words(column: str, value: Any) -> str:
    if value is None:
        return "–"
    if column.endswith("_share"):
        return f"{100 * value:.1f} %"
    return f"{value:,}" if isinstance(value, int) else str(value)
