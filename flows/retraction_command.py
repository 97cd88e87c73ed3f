"""A retraction list in; its papers flagged in the published warehouse, and how many, out."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.list_dates import list_date_of


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
        list_date = list_date_of(as_of, path)
        from dataclasses import asdict

        from flows.loading import load_and_publish
        from warehouse.retractions import load_retractions

        loaded = load_and_publish(lambda con: load_retractions(con, path, list_date), DataFolder(data), say)
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
