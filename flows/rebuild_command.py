"""All file sets in; a warehouse made from them anew, checked and published, out."""

from typing import Annotated

import typer

from flows.command_errors import say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data


def rebuild(
    data: Data = DATA,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Take nothing from the old warehouse, which may be damaged or not there.")
    ] = False,
) -> None:
    """Make the warehouse anew from everything that was ever read, put it in the old one's place, and publish.

    The rows are those that loading one archive after the other left. Answers of registries and retraction lists, which
    no archive holds, are taken over from the old file; it is kept beside the new one.
    """
    with told_in_a_line():
        from flows.loading import load_check_publish
        from warehouse.rebuild import rebuild as rebuild_warehouse

        folder = DataFolder(data)
        done = rebuild_warehouse(folder.warehouse, folder.all_filesets(), say, fresh)
        for problem in done.unreadable:
            say(f"left out: {problem}")
        load_check_publish([], folder, say)
        typer.echo(f"{done.fileset_count:,} file sets loaded, {done.new_count:,} of them not in the old warehouse")
        if done.old_file:
            typer.echo(f"The old warehouse is kept as {done.old_file}")
        if not done.carried:
            typer.echo("Registries' answers and retraction lists: claimtrace resolve, claimtrace retractions FILE")
