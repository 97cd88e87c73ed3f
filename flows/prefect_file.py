"""A data folder in; whether Prefect's records lie in it, and whether all runs in them have ended, out.

Without Prefect itself: it takes seconds to import, and its server more of them to start.
"""

import os
import sqlite3
from contextlib import closing
from urllib.parse import quote

from flows.data_folder import DataFolder
from flows.prefect_server import running_server
from flows.prefect_settings import keeps_own_records

FLOW_NAME = "claimtrace"

# One row: how many runs Prefect takes to be going on, and how many limits have slots taken.
_UNENDED = """
select
    (select count(*) from flow_run where state_type in ('RUNNING', 'PENDING', 'CANCELLING'))
    + (select count(*) from concurrency_limit_v2 where active_slots > 0)
    + (select count(*) from concurrency_limit where active_slots not in ('', '[]', 'null'))
"""


def is_own_database(data: DataFolder) -> bool:
    """Whether Prefect's records lie in this data folder: then every run in them is one of this folder."""
    own = data.prefect.resolve()
    if keeps_own_records():
        return os.environ.get("PREFECT_HOME", str(own)) == str(own)
    return os.environ.get("PREFECT_API_URL") == running_server(own) is not None


def is_all_ended(data: DataFolder) -> bool:
    """Whether Prefect's own file in the data folder holds no run that goes on and no taken slot; True without it.

    A look at the file spares the seconds that a server takes to start. A file of another form is no answer: False.
    """
    path = data.prefect / "prefect.db"
    if not path.is_file():
        return True
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)) as con:
            (count,) = con.execute(_UNENDED).fetchone()
    except sqlite3.Error:
        return False
    return int(count) == 0


def is_prefect_used(data: DataFolder) -> bool:
    """Whether there is a Prefect that may hold records of ours: a server, or a file in the data folder."""
    return not is_own_database(data) or (data.prefect / "prefect.db").is_file()
