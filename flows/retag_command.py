"""`claimtrace retag`: read the kept archives again with today's tagger, and say what is left."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import fail_with, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.runner_options import DaskAddress, Processes, RunnerOption
from flows.runners import Runner


def retag(
    path: Annotated[
        list[Path] | None,
        typer.Argument(help="Archives or folders of them; none: the crawls in the data folder."),
    ] = None,
    data: Data = DATA,
    since: Annotated[
        str | None, typer.Option(help="Leave what a tagger of this version, or a newer one, has read.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Read at most so many archives, last crawled first.")] = None,
    processes: Processes = None,
    runner: RunnerOption = "auto",
    dask_address: DaskAddress = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Read again with today's tagger what another tagger read; load it beside the old, check and publish.

    Needs no crawl. What is done is done: the same command goes on from where it was stopped. tagger_diff and
    tagger_totals in the published file then hold two taggers against each other.
    """
    with told_in_a_line():
        import json

        from flows.archives import find_archives

        folder = DataFolder(data)
        archives = find_archives(path or [folder.root / "warc"])
        from flows.retagging import retag as retag_archives

        done = retag_archives(
            archives, folder, say, since, limit, Runner(name=runner, workers=processes, address=dask_address)
        )
        new_count = done.ingested.loaded.new_count if done.ingested else 0
        counts = {
            "read": done.read_count,
            "new_filesets": new_count,
            "left": done.left_count,
            "done_before": done.stock.done_count,
            "never_read": done.stock.never_read_count,
            "without_archive": len(done.stock.unfound),
        }
        if json_output:
            typer.echo(json.dumps(counts))
        else:
            typer.echo(f"{done.read_count} archives read again, {new_count} file sets new; {done.left_count} left")
        if done.stock.never_read_count:
            say(f"{done.stock.never_read_count} archives were never read: claimtrace ingest")
        if done.stock.unfound:
            say(
                f"{len(done.stock.unfound)} file sets are of archives that do not lie there, such as "
                f"{done.stock.unfound[0]}: claimtrace retag PATH"
            )
        fail_with(f"{failed}: not read: {reason}" for failed, reason in (done.ingested.failed if done.ingested else ()))
