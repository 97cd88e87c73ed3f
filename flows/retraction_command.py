"""A retraction list in; its papers flagged in the published warehouse, and how many, out."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import WrongUse, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data


def retractions(
    path: Annotated[
        Path, typer.Argument(help="Retraction Watch's CSV as Crossref publishes it, or a CSV with a column `doi`.")
    ],
    as_of: Annotated[
        str | None, typer.Option(help="The day on which the list was true, YYYY-MM-DD; else the file's own date.")
    ] = None,
    data: Data = DATA,
    json_output: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Load a list of retracted papers, check and publish: `retracted_citations` then names who cites them.

    The list takes the place of the one of its form that was loaded before. The whole list of Retraction Watch is at
    https://gitlab.com/crossref/retraction-watch-data.
    """
    with told_in_a_line():
        list_date = _day(as_of) if as_of else _file_date(path)
        from dataclasses import asdict

        from flows.loading import load_check_publish
        from warehouse.connection import open_warehouse
        from warehouse.retractions import load_retractions

        folder = DataFolder(data)
        con = open_warehouse(folder.warehouse)
        try:
            loaded = load_retractions(con, path, list_date)
        finally:
            con.close()
        load_check_publish([], folder, say)
        if json_output:
            import json

            typer.echo(json.dumps(asdict(loaded) | {"list_date": list_date.isoformat()}))
        else:
            typer.echo(
                f"{loaded.notice_count:,} notices of {loaded.paper_count:,} papers, as of {list_date}; "
                f"{loaded.dated_count:,} of them say when; {loaded.unusable_count:,} of {loaded.row_count:,} rows name "
                "no paper by DOI or PMID"
            )
            typer.echo('Who cites them: claimtrace sql "from retracted_citations"')


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"--as-of {text}: a day is written YYYY-MM-DD") from error


def _file_date(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
