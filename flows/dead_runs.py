"""A data folder in; the runs of it that ended without a word told, and taken off the records, out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flows.command_errors import Say
from flows.data_folder import DataFolder
from flows.leases import Lease, dead_leases, living_leases, remove
from flows.prefect_file import is_all_ended, is_own_database
from flows.recorded_runs import start_recording

if TYPE_CHECKING:
    from flows.prefect_runs import FlowRun

# Between the moment in which Prefect calls a run Running and the one in which it has its lease lie milliseconds; a
# machine that swaps makes seconds of them.
_SETTLED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeadRuns:
    """Runs whose process is no more: by their lease, and those that only Prefect still takes to be going on."""

    leases: tuple[Lease, ...]
    flow_runs: tuple["FlowRun", ...]


def dead_runs(data: DataFolder) -> DeadRuns:
    """Find the dead runs of a data folder.

    Of a Prefect server that others use, too, only runs with a lease here are judged: a run without one may be another
    folder's. Where Prefect's records lie in the folder, a run without a living lease has no process.
    """
    dead = dead_leases(data)
    if not is_own_database(data):
        return DeadRuns(tuple(dead), ())
    if is_all_ended(data):
        return DeadRuns(tuple(dead), ())
    start_recording(data)
    from flows.prefect_runs import unended_runs

    leased = {lease.flow_run_id for lease in [*living_leases(data), *dead]}
    settled = datetime.now(UTC) - _SETTLED_AFTER  # by Prefect's own clock, which no rehearsal moves
    lost = [
        run
        for run in unended_runs()
        if run.flow_run_id not in leased and (run.begun_at is None or run.begun_at < settled)
    ]
    return DeadRuns(tuple(dead), tuple(lost))


def clear_dead_runs(data: DataFolder, say: Say) -> None:
    """Set the dead runs to Crashed in Prefect and remove their leases, telling each. What they left is not lost.

    The crawls that they cut short are saved, and what was crawled and not loaded is loaded, by the next run of a site.
    """
    dead = dead_runs(data)
    for lease in dead.leases:
        clear_lease(data, lease)
        say(f"a run ended without a word: {lease.words}; what it had done is kept, the next run goes on from there")
    if dead.flow_runs:
        from flows.prefect_runs import crash

        crash([run.flow_run_id for run in dead.flow_runs], "no process runs it any more")
        say(f"{len(dead.flow_runs)} runs that Prefect took to be going on have no process; they are Crashed now")


def clear_lease(data: DataFolder, lease: Lease) -> None:
    """Set one dead run to Crashed in Prefect, where that knows of it, then remove its lease."""
    if lease.flow_run_id:
        start_recording(data)
        from flows.prefect_runs import crash

        crash([lease.flow_run_id], f"its process ended without a word: {lease.words}")
    remove(data, lease)
