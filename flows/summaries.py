"""A run and its published file in; the tables that a person sees at the end of a command out."""

import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.data_folder import DataFolder
from warehouse.queries import Published, named_query

_SITE_COLUMNS = ("site", "article_count", "claim_count", "traceable_count", "untraceable_share", "vague_appeal_count")
_NEXT = (
    'claimtrace sql{data} "select * from site_scorecard"',
    " sql{data} \"select text, kind, support from claims where support = 'none' limit 10\" --format csv",
    " sites{data}",
)


def print_run(console: Console, outcomes: Sequence[tuple[str, Mapping[str, int]]], folder: DataFolder) -> None:
    """How a run went: pages by outcome, claims by grade, sites ranked, where the results are, what to try next."""
    for name, counts in outcomes:
        print_outcomes(console, counts, f"Pages by outcome, {name}")
    with Published(folder.published) as published:
        grades = ("support", "claim_count", "claim_share")
        print_question(console, published, "claims_by_grade", "Claims by support", grades)
        print_question(console, published, "sites_ranked", "Sites by claims without a traceable source", _SITE_COLUMNS)
    console.print(f"Published warehouse: {folder.published}", soft_wrap=True)
    console.print(f"Report:              {folder.report / 'index.html'}", soft_wrap=True)
    console.print("Try next:")
    program = program_name()
    data = "" if folder.root == Path("data") else f" --data {shlex.quote(str(folder.root))}"
    for command in _NEXT:
        console.print(f"  {program}{command.format(data=data)}", soft_wrap=True)


def program_name() -> str:
    """How to call this command line from here: by name where the shell finds it, else by its path."""
    found = shutil.which("claimtrace")
    called = Path(sys.argv[0])
    return "claimtrace" if found and called.exists() and Path(found).samefile(called) else str(called)


def print_outcomes(console: Console, outcomes: Mapping[str, int], title: str) -> None:
    """Pages by outcome, most first, with their sum."""
    table = Table("outcome", "pages", title=title, title_justify="left")
    table.columns[1].justify = "right"
    for outcome, count in sorted(outcomes.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(outcome, f"{count:,}")
    table.add_section()
    table.add_row("all", f"{sum(outcomes.values()):,}")
    console.print(table)


def print_question(console: Console, published: Published, name: str, title: str, columns: Sequence[str]) -> None:
    """Some columns of the answer to one of the warehouse's questions."""
    frame = published.frame(named_query(name))
    table = Table(title=title, title_justify="left")
    for column in columns:
        is_number = pd.api.types.is_numeric_dtype(frame[column])
        table.add_column(column.replace("_", " "), justify="right" if is_number else "left", no_wrap=not is_number)
    for row in frame[list(columns)].itertuples(index=False):
        table.add_row(*(Text(_words(column, value)) for column, value in zip(columns, row, strict=True)))
    console.print(table)


def _words(column: str, value: Any) -> str:
    if pd.isna(value):
        return "–"
    if column.endswith("_share"):
        return f"{100 * value:.1f} %"
    if hasattr(value, "isoformat"):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, int) else str(value)
