"""`claimtrace serve`: crawl every scheduled site at its time, until stopped."""

import os
from typing import Annotated

import typer

from flows.command_errors import CommandFailed, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data


def serve(
    data: Data = DATA,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port of the server, on loopback.")] = None,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="Sites that are crawled side by side.")] = 4,
    ui: Annotated[bool, typer.Option("--ui", help="Open Prefect's user interface in a browser.")] = False,
) -> None:
    """Crawl, load and report each site at the times that its file's [schedule] names, until stopped (Ctrl-C).

    One process, with Prefect's server and its user interface in it; or with the server of PREFECT_API_URL. A site whose
    run was cut short goes on at once, and one that was due while nobody served runs once. Site files are looked at
    every ten seconds. Without a server of Prefect's: `claimtrace run --due` from cron (docs/schedules.md).
    """
    with told_in_a_line():
        folder = DataFolder(data)
        from flows.schedules import scheduled_sites

        if not scheduled_sites(folder):
            raise CommandFailed(
                f"no enabled site has a [schedule] in its file; add one to a file in {folder.sites}:\n"
                '[schedule]\ncron = "30 3 * * *"\ntimezone = "Europe/Amsterdam"'
            )
        address, is_own = _server(folder, port)
        say(f"user interface: {address}")
        if ui:
            typer.launch(address)
        import asyncio

        from flows.serving import serve_sites

        asyncio.run(serve_sites(folder, say, at_once, is_own_server=is_own))


def _server(folder: DataFolder, port: int | None) -> tuple[str, bool]:
    """The address of the user interface of the server that records the runs, and whether it was started here."""
    from flows.configuration import configuration
    from flows.prefect_settings import prepare_prefect

    prepare_prefect(folder)
    if api_url := os.environ.get("PREFECT_API_URL"):
        from flows.config_command import shown

        return str(shown(api_url)).removesuffix("/api"), False
    from pathlib import Path

    from flows.schedule_server import start_server

    say("starting Prefect's server")
    home = Path(os.environ.setdefault("PREFECT_HOME", str(folder.prefect.resolve())))
    return start_server(home, port or configuration().prefect.port, say).removesuffix("/api"), True
