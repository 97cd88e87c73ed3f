"""Prefect's server records what a run does; where it cannot, the work is done all the same, once, and that is told."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import httpx
import pytest

from flows import recorded_runs
from flows.crawls import chosen_sites
from flows.data_folder import DataFolder
from flows.demo.server import DemoServer
from flows.prefect_server import ServerUnavailable, running_server
from flows.recorded_runs import recorded_run
from flows.site_steps import BegunRun, RunSummary, SiteRun
from tests.conftest import DemoRun

SLUG = "healthledger"


def quiet(_: str) -> None:
    return


@pytest.mark.fault("F09")
def test_a_run_without_a_server_does_its_work_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_server(_: DataFolder) -> None:
        raise ServerUnavailable("Prefect's server did not come up")

    monkeypatch.setattr(recorded_runs, "start_recording", no_server)
    data = DataFolder(tmp_path)
    with DemoServer() as server:
        server.write_site_files(data.sites)
        summary = recorded_run(chosen_sites([SLUG], data), data, quiet)
    assert summary.outcomes["article"] > 5
    assert not summary.problems
    assert any("Prefect's history lacks this run" in one for one in summary.warnings)


SUMMARY = RunSummary((), outcomes={"article": 1})


def lost(begun: BegunRun) -> RunSummary:
    raise httpx.ConnectError("connection refused")


def lost_on_the_way(begun: BegunRun) -> RunSummary:
    begun.is_taken_over = True
    raise httpx.ConnectError("connection refused")


def lost_at_the_end(begun: BegunRun) -> RunSummary:
    begun.is_taken_over, begun.summary = True, SUMMARY
    raise httpx.ConnectError("connection refused")


@pytest.mark.fault("F09")
@pytest.mark.parametrize(("flow", "finishes"), [(lost, 1), (lost_on_the_way, 1), (lost_at_the_end, 0)])
def test_a_server_that_is_lost_costs_the_record_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flow: Callable[[BegunRun], RunSummary], finishes: int
) -> None:
    from flows import site_runs

    finished: list[int] = []
    monkeypatch.setattr(site_runs, "run_sites", lambda *_: flow(site_runs.BEGUN.get() or BegunRun({})))
    monkeypatch.setattr(recorded_runs, "finished_run", lambda runs, *_: finished.append(len(runs)) or SUMMARY)
    monkeypatch.setattr(recorded_runs, "start_recording", lambda _: None)
    monkeypatch.setattr(recorded_runs, "begin_crawls", lambda *_: BegunRun({"a": done(SiteRun("a", (), None, None))}))
    summary = recorded_run({}, DataFolder(tmp_path), quiet)
    assert finished == [1] * finishes
    assert summary.outcomes == SUMMARY.outcomes
    assert "connection refused" in summary.warnings[-1]


def done(run: SiteRun) -> "Future[SiteRun]":
    future: Future[SiteRun] = Future()
    future.set_result(run)
    return future


def test_a_fault_of_ours_is_not_taken_for_prefects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import site_runs

    def broken(*_: object) -> RunSummary:
        begun = site_runs.BEGUN.get()
        assert begun
        begun.is_taken_over = True
        raise ZeroDivisionError

    monkeypatch.setattr(site_runs, "run_sites", broken)
    monkeypatch.setattr(recorded_runs, "start_recording", lambda _: None)
    monkeypatch.setattr(recorded_runs, "begin_crawls", lambda *_: BegunRun({}))
    with pytest.raises(ZeroDivisionError):
        recorded_run({}, DataFolder(tmp_path), quiet)


def test_the_demo_is_recorded_with_all_its_steps(demo_run: DemoRun) -> None:
    """Prefect's own database holds both days: nothing of a run is lost when its process ends."""
    import sqlite3
    import time

    names: list[tuple[str, str]] = []
    for _ in range(120):  # the server writes what it was told every five seconds
        with sqlite3.connect(f"file:{demo_run.data / 'prefect' / 'prefect.db'}?mode=ro", uri=True) as records:
            names = records.execute("select name, state_name from task_run").fetchall()
            runs = records.execute("select state_name from flow_run").fetchall()
        if len(names) >= 16 and {state for _, state in names} == {"Completed"}:
            break
        time.sleep(0.5)
    assert runs == [("Completed",), ("Completed",)]
    kinds = [name.split()[0].split("-")[0] for name, _ in names]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "crawl": 6,
        "tag": 6,
        "load_and_publish": 2,
        "report": 2,
    }


def test_the_demo_leaves_no_server_behind(demo_run: DemoRun) -> None:
    import time

    home = demo_run.data / "prefect"
    for _ in range(600):  # it lives on for a quarter of a minute, to write what it was told
        if running_server(home) is None:
            break
        time.sleep(0.2)
    assert running_server(home) is None
    assert (home / "server.json").exists()
