"""The options that say who tags, the same for every command that reads archives."""

from typing import Annotated

import typer

from flows.runners import RunnerName

Processes = Annotated[
    int | None,
    typer.Option(min=1, envvar="CLAIMTRACE_TAGGING_PROCESSES", help="Workers that tag; else one a core, up to 4."),
]
RunnerOption = Annotated[
    RunnerName,
    typer.Option(
        "--runner",
        envvar="CLAIMTRACE_TAGGING_RUNNER",
        help="Who tags: processes or threads of this machine, or Dask; auto chooses by size.",
    ),
]
DaskAddress = Annotated[
    str | None,
    typer.Option(
        envvar="CLAIMTRACE_TAGGING_DASK_ADDRESS",
        help="A Dask scheduler, as tcp://host:8786; else --runner dask starts workers here.",
    ),
]
