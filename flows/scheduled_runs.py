"""The slug of a site in; its run, as Prefect schedules it, out.

The flow that `claimtrace serve` and `prefect.yaml` deploy, once a site. It runs in a process of its own, in the folder
of the instance or with CLAIMTRACE_CONFIG set.
"""

from flows.configuration import configuration, put_in_force

put_in_force()  # before Prefect and the rooms read the environment

from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from prefect import flow  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402
from prefect.runtime import flow_run  # noqa: E402
from prefect.states import Completed, Failed  # noqa: E402

from flows.crawls import chosen_sites  # noqa: E402
from flows.data_folder import DataFolder  # noqa: E402
from flows.leases import RunGoesOn  # noqa: E402
from flows.prefect_file import FLOW_NAME  # noqa: E402
from flows.prefect_settings import prepare_prefect  # noqa: E402
from flows.schedules import is_caught_up  # noqa: E402
from flows.site_runs import run_sites  # noqa: E402

CATCHES_UP = "catches up"  # the tag of a run for what was missed, or was cut short

prepare_prefect(DataFolder(configuration().data))  # a worker that starts this flow has not read our settings


@flow(name=FLOW_NAME, flow_run_name=lambda: f"{flow_run.parameters['site']} {flow_run.scheduled_start_time:%d %H:%M}")
def run_site(site: str, data: str | None = None) -> State[Any]:
    """Crawl one site, tag, load, check, publish and report; the state says how it went.

    `data` is the data folder, else the configured one. Completed where the site is well, Degraded where it does not
    look as it should, Failed where something failed, and Skipped where another run has the site or has caught up with
    the moment that this one was for.
    """
    folder = DataFolder(Path(data) if data else configuration().data)
    due = flow_run.scheduled_start_time or datetime.now(UTC)
    if CATCHES_UP not in flow_run.tags and is_caught_up(site, folder, due):
        return Completed(name="Skipped", message=f"a run that began after {due:%Y-%m-%d %H:%M} UTC has caught up")
    try:
        summary = run_sites.fn(chosen_sites([site], folder), folder)
    except RunGoesOn as error:
        return Completed(name="Skipped", message=str(error))
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(summary.outcomes.items()))
    if summary.problems and not summary.is_degraded_only:
        return Failed(message="\n".join(summary.problems))
    if summary.problems:
        return Completed(name="Degraded", message="\n".join(summary.problems))
    return Completed(message=told or "nothing was new")
