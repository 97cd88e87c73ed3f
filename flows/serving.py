"""A data folder in; its scheduled sites registered with Prefect and served, until the process ends.

`prepare_prefect` must have been called, and a server be there, before this module is imported.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Completed
from prefect.types.entrypoint import EntrypointType

from flows.command_errors import Say
from flows.data_folder import DataFolder
from flows.dead_runs import clear_dead_runs
from flows.leases import dead_leases, living_leases
from flows.prefect_runs import crash, unended_runs
from flows.scheduled_runs import CATCHES_UP, run_site
from flows.schedules import ScheduledSite, missed_moment, scheduled_sites, unreadable

TAG = "claimtrace site"  # of every deployment that is made here, by which those of removed sites are found
_LOOK_EVERY_SECONDS = 10.0
_MOST = 200  # Prefect gives that many rows at once


@dataclass(slots=True)
class _Served:
    """What is served now: sites and their deployments by slug, and the trouble that was told already."""

    sites: dict[str, ScheduledSite] = field(default_factory=dict)
    deployments: dict[str, UUID] = field(default_factory=dict)
    trouble: dict[str, str] = field(default_factory=dict)


async def serve_sites(data: DataFolder, say: Say, most_at_once: int, *, is_own_server: bool) -> None:
    """Serve the scheduled sites of a data folder; `most_at_once` sites run side by side, each in its own process.

    First what dead runs left is cleared and what was missed or cut short is run, once a site. Changed, new and removed
    site files are picked up within ten seconds, without a restart.
    """
    cut_short = {slug for lease in dead_leases(data) for slug in lease.sites}
    await asyncio.to_thread(clear_dead_runs, data, say)
    if is_own_server:
        await asyncio.to_thread(_clear_lost_runs, data, say)
    # not paused when this ends: schedules come back with the next start, and what was missed is caught up with
    runner = Runner(name="claimtrace", limit=most_at_once, pause_on_shutdown=False, query_seconds=5)
    served = _Served()
    async with get_client() as client:
        await _follow(data, say, runner, served, client)
        await _catch_up(data, say, served, client, cut_short)
        watching = asyncio.create_task(_watch(data, say, runner, served, client))
        try:
            await runner.start()
        finally:
            watching.cancel()


def _clear_lost_runs(data: DataFolder, say: Say) -> None:
    """Set to Crashed what our own server, which has just come up, takes to be going on and no process runs.

    Among them are runs that were handed out when the last server was killed, and never began.
    """
    living = {lease.flow_run_id for lease in living_leases(data)}
    lost = [run.flow_run_id for run in unended_runs() if run.flow_run_id not in living]
    if crash(lost, "no process runs it any more"):
        say(f"{len(lost)} runs that Prefect took to be going on have no process; they are Crashed now")


async def _watch(data: DataFolder, say: Say, runner: Runner, served: _Served, client: PrefectClient) -> None:
    while True:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        try:
            await _follow(data, say, runner, served, client)
        except Exception as error:  # what is served goes on, whatever a new site file does
            say(f"site files could not be looked at: {error}")


async def _follow(data: DataFolder, say: Say, runner: Runner, served: _Served, client: PrefectClient) -> None:
    """Make what is served what the site files say now."""
    wanted = await asyncio.to_thread(scheduled_sites, data)
    _tell_trouble(await asyncio.to_thread(unreadable, data), served, say)
    for slug, site in wanted.items():
        old = served.sites.get(slug)
        if old is None or old.schedule != site.schedule:
            served.deployments[slug] = await runner.aadd_deployment(await _deployment(site, data))
            say(f"{slug}: {site.schedule.cron} {site.schedule.timezone}")
        served.sites[slug] = site
    for deployment in await _ours(data, client):
        if deployment.name in wanted or deployment.name in served.trouble or deployment.paused:
            continue
        # kept, so that the history of its runs stays; without a schedule nothing runs by itself
        await client.update_deployment(deployment.id, DeploymentUpdate(paused=True))
        served.sites.pop(deployment.name, None)
        say(f"{deployment.name}: no longer scheduled")


async def _ours(data: DataFolder, client: PrefectClient) -> list[DeploymentResponse]:
    """The deployments that `claimtrace serve` made for this data folder: none of another folder's or of a work pool."""
    tagged = await client.read_deployments(
        deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG])), limit=_MOST
    )
    root = str(data.root.resolve())
    return [one for one in tagged if one.work_pool_name is None and one.parameters.get("data") == root]


def _tell_trouble(trouble: Mapping[str, str], served: _Served, say: Say) -> None:
    for slug, why in trouble.items():
        if served.trouble.get(slug) != why:
            goes_on = "; it is served as it was before" if slug in served.sites else ""
            say(f"{why}{goes_on}")
    served.trouble = dict(trouble)


async def _deployment(site: ScheduledSite, data: DataFolder) -> RunnerDeployment:
    return await run_site.ato_deployment(
        name=site.slug,
        schedule=Cron(site.schedule.cron, timezone=site.schedule.timezone),
        parameters={"site": site.slug, "data": str(data.root.resolve())},
        tags=[TAG, f"site:{site.slug}"],
        description=f"{site.site_file}",
        paused=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def _catch_up(data: DataFolder, say: Say, served: _Served, client: PrefectClient, cut_short: set[str]) -> None:
    """Run once, now, each site that was due while nobody served it, or whose run was cut short.

    What Prefect still holds for moments that have passed is not run besides, and shown as Skipped.
    """
    now = datetime.now(UTC)
    passed = await client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=list(served.deployments.values()))),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": now}),
        ),
    )
    for run in passed:
        why = "nobody served it then; one run catches up"
        await client.set_flow_run_state(run.id, Completed(name="Skipped", message=why), force=True)
    for slug, site in served.sites.items():
        due = await asyncio.to_thread(missed_moment, site, data, now)
        if slug in cut_short:
            say(f"{slug}: its last run was cut short and goes on now")
        elif due:
            say(f"{slug}: was due at {due:%Y-%m-%d %H:%M} UTC and runs now")
        else:
            continue
        await client.create_flow_run_from_deployment(served.deployments[slug], tags=[CATCHES_UP])
