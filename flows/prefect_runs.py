"""Ids of dead runs in; what Prefect holds of them, set right, out.

Prefect leaves a flow run whose process died Running for ever, and the concurrency slots that it held taken.
`prepare_prefect` must have been called before this module is imported.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, FlowRunFilterState
from prefect.client.schemas.filters import FlowRunFilterStateType as StateTypes
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from flows.prefect_file import FLOW_NAME

_MOST = 200  # Prefect gives that many rows at once


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRun:
    """One of Prefect's flow runs: its id, the name that the user interface shows, its state, and since when."""

    flow_run_id: str
    name: str
    state: str
    begun_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenSlots:
    """A concurrency limit of Prefect's with slots that somebody holds; `is_tag` for one on a task's tag."""

    name: str
    count: int
    is_tag: bool


def unended_runs() -> list[FlowRun]:
    """The flow runs of ours that Prefect takes to be Running or Pending, oldest first."""
    going_on = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[FLOW_NAME])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=StateTypes(any_=going_on))),
            limit=_MOST,
        )
    return [
        FlowRun(
            flow_run_id=str(run.id), name=run.name, state=run.state_name or "", begun_at=run.start_time or run.created
        )
        for run in runs
    ]


def crash(flow_run_ids: Iterable[str], why: str) -> list[str]:
    """Set flow runs to Crashed, with the reason; out: the ids of those that Prefect knew and took for not ended."""
    crashed = []
    with get_client(sync_client=True) as client:
        for one in flow_run_ids:
            try:
                run = client.read_flow_run(UUID(one))
            except (ObjectNotFound, ValueError):  # another server's, or Prefect's records were thrown away
                continue
            if run.state is None or not run.state.is_final():
                client.set_flow_run_state(UUID(one), Crashed(message=why), force=True)
                crashed.append(one)
    return crashed


def taken_slots(names: Collection[str] | None = None) -> list[TakenSlots]:
    """The concurrency limits with taken slots: all of them, or those of these names."""
    with get_client(sync_client=True) as client:
        limits = client.read_global_concurrency_limits(limit=_MOST)
        tags = client.read_concurrency_limits(limit=_MOST, offset=0)
    taken = [TakenSlots(name=one.name, count=one.active_slots, is_tag=False) for one in limits if one.active_slots]
    taken += [TakenSlots(name=one.tag, count=len(one.active_slots), is_tag=True) for one in tags if one.active_slots]
    return [one for one in taken if names is None or one.name in names]


def free_slots(taken: TakenSlots) -> None:
    """Give all slots of a limit back."""
    with get_client(sync_client=True) as client:
        if taken.is_tag:
            client.reset_concurrency_limit_by_tag(taken.name)
        else:
            client.update_global_concurrency_limit(taken.name, GlobalConcurrencyLimitUpdate(active_slots=0))
