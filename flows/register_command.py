"""An export of the EU register of health claims in; claims set against it in the published warehouse out."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.list_dates import list_date_of

register_app = typer.Typer(
    name="register",
    help="The EU register of health claims on food, beside the authorised claims that come with claimtrace.",
    no_args_is_help=True,
    add_completion=False,
)


# A group of one command would be that command: this keeps `register load` two words.
@register_app.callback()
def register() -> None:
    """Lists of the EU register of health claims on food."""


@register_app.command()
def load(
    path: Annotated[Path, typer.Argument(help="The register's export as CSV.")],
    on_hold: Annotated[
        bool, typer.Option("--on-hold", help="It is the list of claims on hold, which has no column Status.")
    ] = False,
    as_of: Annotated[
        str | None, typer.Option(help="The day on which the list was true, YYYY-MM-DD; else the file's own date.")
    ] = None,
    data: Data = DATA,
    json_output: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Load an export of the register, set all claims of benefit against it, check and publish: `claim_register`.

    The list takes the place of the one of its form that was loaded before. The register is at
    https://ec.europa.eu/food/food-feed-portal/screen/health-claims/eu-register.
    """
    with told_in_a_line():
        list_date = list_date_of(as_of, path)
        from flows.loading import load_and_publish
        from warehouse.register_lists import load_register

        loaded = load_and_publish(lambda con: load_register(con, path, list_date, on_hold), DataFolder(data), say)
        if json_output:
            typer.echo(json.dumps(asdict(loaded) | {"list_date": list_date.isoformat()}))
            return
        counts = ", ".join(f"{count:,} {standing}" for standing, count in sorted(loaded.standings.items()))
        typer.echo(f"{loaded.row_count:,} rows, as of {list_date}: {counts}")
        for reason, count in sorted(loaded.unusable.items()):
            typer.echo(f"{count:,} rows were of no use: {reason}")
        typer.echo(f"{loaded.claim_count:,} claims of benefit were set against the register")
        typer.echo('Where they stand: claimtrace sql "from claim_register"')
