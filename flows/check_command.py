"""The warehouse in; which of its promises hold and which rows break the others, out."""

from typing import Annotated

import typer

from flows.command_errors import fail_with, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data


def check(
    data: Data = DATA,
    json_output: Annotated[bool, typer.Option("--json", help="Print every check with its rows as JSON.")] = False,
) -> None:
    """Check the pipeline's warehouse: that offsets fit, ids are unique, counts add up and so on. Changes no row.

    Ends with 1 where a check of severity error finds rows: such a warehouse is not published. A warning ends with 0.
    """
    with told_in_a_line():
        from flows.loading import checked
        from warehouse.checks import broken, in_words

        results = checked(DataFolder(data))
        if json_output:
            import json
            from dataclasses import asdict

            typer.echo(json.dumps([asdict(result) for result in results], indent=1, default=str))
        else:
            for result in results:
                state = "ok" if not result.offending_count else result.severity
                rows = f"  {result.offending_count:,} rows" if result.offending_count else ""
                typer.echo(f"{state:<5}  {result.name}{rows}  {result.question}")
            for result in broken(results, "warn"):
                typer.echo(f"Warning: {in_words(result)}")
        fail_with(map(in_words, broken(results, "error")))
