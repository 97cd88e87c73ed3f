"""A retraction list in; its papers flagged in the published warehouse, and how many, out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command_errors import Degraded, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.list_dates import list_date_of

if TYPE_CHECKING:
    from warehouse.retractions import RetractionsLoaded


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

    The list takes the place of the one of its form that was loaded before, and what is no longer on it is told. A row
    that cannot be read is told with its line, and the others are loaded; then nothing of the earlier list goes, since
    that row may have told of it: mend the line and load the list again. Ends with 3 where more rows could not be read
    than could, and with 1, nothing changed, where the file is no such list or no row of it names a paper.

    The whole list of Retraction Watch is at https://gitlab.com/crossref/retraction-watch-data.
    """
    with told_in_a_line():
        list_date = list_date_of(as_of, path)
        from dataclasses import asdict

        from flows.loading import load_and_publish
        from warehouse.retractions import load_retractions

        loaded = load_and_publish(lambda con: load_retractions(con, path, list_date), DataFolder(data), say)
        for line in what_is_wrong(loaded):
            say(line)
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
        if loaded.unread_count > loaded.row_count // 2:
            raise Degraded(f"most rows of {path} could not be read: is it the list that you meant?")


def what_is_wrong(loaded: "RetractionsLoaded") -> list[str]:
    """Lines for what of a list was not loaded, and for what of the earlier list is not on it; none for a good list."""
    told = [f"{count:,} of {loaded.row_count:,} rows were not read: {kind}" for kind, count in loaded.unread.items()]
    told += [f"  line {row.line}: {row.reason}" for row in loaded.shown]
    if loaded.absent_count:
        names = ", ".join(loaded.absent) + (", …" if loaded.absent_count > len(loaded.absent) else "")
        what = "went with it" if loaded.is_whole else "stay, since a row that was not read may have told of them"
        told.append(f"{loaded.absent_count:,} notices of the list of before are not on this one, and {what}: {names}")
    if not loaded.is_whole:
        told.append("Mend these lines and load the list again: it then stands in place of the one before.")
    return told
