"""A data folder in; an environment in which Prefect runs flows on this machine alone out."""

import atexit
import os
from pathlib import Path

from flows.data_folder import DataFolder


def prepare_prefect(data: DataFolder) -> None:
    """Set what Prefect reads when it is imported; what the user has set already stays.

    Without a server of the user's own (PREFECT_API_URL, or a profile), Prefect's records lie in the data folder, whose
    runs share a server (flows/prefect_server.py). Nothing is sent to anybody: telemetry is off.
    """
    settings = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # 20, the default, was too short on two cores
        "PREFECT_LOGGING_LEVEL": "WARNING",  # our own progress stands on stderr
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    }
    if keeps_own_records():
        settings["PREFECT_HOME"] = str(data.prefect.resolve())
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    atexit.unregister(_end_quietly)
    atexit.register(_end_quietly)


def keeps_own_records() -> bool:
    """Whether the user has named no Prefect server, so that the records are kept in the data folder."""
    return "PREFECT_API_URL" not in os.environ and not (Path.home() / ".prefect" / "profiles.toml").exists()


def _end_quietly() -> None:
    """Close stderr as the last thing before the interpreter ends; registered first, so it runs last.

    What still holds a DuckDB object then makes DuckDB's bindings print a page about leaked instances; it was seen after
    Prefect runs, after each of which the files were closed and whole.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
