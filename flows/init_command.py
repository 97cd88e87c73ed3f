"""`claimtrace init`: set up a new instance."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import told_in_a_line


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also in a folder that is not empty: add what is missing, change nothing.")
    ] = False,
) -> None:
    """Set up a new instance: claimtrace.toml with every key explained, sites/, data/, timers for cron and systemd."""
    with told_in_a_line():
        from flows.new_instance import set_up

        for path in set_up(folder, add_only=force):
            typer.echo(path)
        typer.echo(f"Next: cd {folder}, set `contact` in claimtrace.toml, then claimtrace site add URL")
