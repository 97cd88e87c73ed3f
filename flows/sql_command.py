"""A question in SQL and the published file in; the answer, as a table, CSV, JSON or Parquet, out."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import WrongUse, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.streams import query_text, standard_output


class Format(StrEnum):
    """How `claimtrace sql` writes its answer."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="One SELECT statement, a .sql file, or - for standard input; none opens a prompt."),
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print the answer.")] = Format.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file to write; else stdout.")] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="In CSV, leave text as it is that a spreadsheet would run as a formula.")
    ] = False,
    data: Data = DATA,
) -> None:
    """Ask the published warehouse, read-only; SQL reaches no file and no network.

    In CSV, text that begins with = + - @, tab or carriage return gets a ' in front, so that no spreadsheet runs what a
    page says as a formula; numbers stay numbers. A terminal is shown · for each character that would steer it; a file
    or a pipe gets the text as it is.
    """
    with told_in_a_line():
        from warehouse.queries import Published

        if output and not output.absolute().parent.is_dir():
            raise WrongUse(f"there is no folder {output.parent}")
        if format is Format.parquet and output is None and sys.stdout.isatty():
            raise WrongUse("Parquet is binary: give a file with --output, or redirect standard output")
        with Published(DataFolder(data).published) as published:
            if query is None:
                from flows.sql_prompt import prompt

                prompt(published)
                return
            published.export(query_text(query), format.value, output or standard_output(), is_raw=raw)
