"""Leases and Prefect's records in; runs that died, runs that say nothing, and slots that nobody holds, out."""

import os
from collections.abc import Iterator
from functools import partial

from flows.data_folder import DataFolder
from flows.dead_runs import clear_lease, dead_runs
from flows.doctor.findings import Finding
from flows.leases import dead_leases, is_silent, living_leases, other_runs
from flows.prefect_file import FLOW_NAME, is_all_ended, is_own_database, is_prefect_used
from flows.recorded_runs import start_recording


def run_findings(data: DataFolder) -> Iterator[Finding]:
    """What is wrong with runs. A run that lives is never touched."""
    for lease in filter(is_silent, living_leases(data)):
        yield Finding(
            kind="silent_run",
            what=f"{lease.words} lives, but has said nothing since {lease.heartbeat_at:%Y-%m-%d %H:%M} UTC",
            remedy=f"look at process {lease.pid}: is it stopped, is there memory? To end it: kill {lease.pid}",
            place=lease.path,
        )
    for lease in dead_leases(data):
        known = "set it to Crashed in Prefect and " if lease.flow_run_id else ""
        yield Finding(
            kind="dead_run",
            what=f"{lease.words} ended without a word",
            remedy=f"{known}remove its lease; what it had done is kept",
            place=lease.path,
            mend=partial(clear_lease, data, lease),
        )
    try:
        lost = dead_runs(data).flow_runs
    except Exception as error:  # of Prefect's client, which is not imported here
        yield _unreachable(error)
        return
    for run in lost:
        yield Finding(
            kind="lost_prefect_run",
            what=f"Prefect takes the run {run.name} to be {run.state}, and no process runs it",
            remedy="set it to Crashed in Prefect",
            mend=partial(_crash, run.flow_run_id),
        )


def slot_findings(data: DataFolder) -> Iterator[Finding]:
    """Concurrency slots that are taken while no run lives.

    On a Prefect server that others use, too, only limits that are called after claimtrace are ours to judge.
    """
    if other_runs(data):
        return
    try:
        yield from _slots(data)
    except Exception as error:  # of Prefect's client, which is not imported here
        yield _unreachable(error)


def _slots(data: DataFolder) -> Iterator[Finding]:
    is_own = is_own_database(data)
    if not is_prefect_used(data) or (is_own and is_all_ended(data)):
        return
    start_recording(data)
    from flows.prefect_runs import free_slots, taken_slots

    for taken in taken_slots():
        if is_own or taken.name.startswith(FLOW_NAME):
            yield Finding(
                kind="leaked_slot",
                what=f"the concurrency limit {taken.name} has {taken.count} slots taken, and no run holds them",
                remedy="give them back",
                mend=partial(free_slots, taken),
            )


def _unreachable(error: Exception) -> Finding:
    url = os.environ.get("PREFECT_API_URL", "the data folder's own")
    return Finding(
        kind="prefect_unreachable",
        what=f"Prefect's server ({url}) does not answer: {type(error).__name__}",
        remedy="start it, or unset PREFECT_API_URL; runs go on without it, and their history lacks them",
    )


def _crash(flow_run_id: str) -> None:
    from flows.prefect_runs import crash

    crash([flow_run_id], "no process runs it any more")
