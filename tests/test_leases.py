"""Leases: a dead run is told from a slow one by the kernel, and two runs never have one site at once."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from flows.clock import now
from flows.data_folder import DataFolder
from flows.leases import (
    DEAD_ELSEWHERE_AFTER,
    RunGoesOn,
    dead_leases,
    hold,
    is_silent,
    living_leases,
    other_runs,
    remove,
)
from tests.conftest import ROOT

HOLDER = (
    "import sys, time; from pathlib import Path\n"
    "from flows.data_folder import DataFolder; from flows.leases import hold\n"
    "with hold(DataFolder(Path(sys.argv[1])), 'run', ('soak',)): print('held', flush=True); time.sleep(600)"
)


@contextmanager
def another_run(data: DataFolder) -> Iterator["subprocess.Popen[str]"]:
    """A process of its own that holds a lease on the site `soak`."""
    command = [sys.executable, "-c", HOLDER, str(data.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def changed(data: DataFolder, **fields: object) -> None:
    """Write other values into the one lease, in place, as its own process does."""
    (path,) = data.leases.glob("*.json")
    told = json.dumps({**json.loads(path.read_text()), **fields}, default=str)
    with path.open("r+") as file:
        file.write(told)
        file.truncate()


def test_a_run_that_ends_leaves_nothing(data: DataFolder) -> None:
    with hold(data, "run", ("soak",)) as held:
        held.note_flow_run("0f0f")
        (lease,) = living_leases(data)
        assert (lease.command, lease.sites, lease.pid, lease.flow_run_id) == ("run", ("soak",), os.getpid(), "0f0f")
        assert dead_leases(data) == other_runs(data) == []
    assert list(data.leases.glob("*.json")) == []


@pytest.mark.fault("F10")
@pytest.mark.fault("F02")
def test_a_killed_run_is_dead_at_once_and_a_stopped_one_is_not(data: DataFolder) -> None:
    with another_run(data) as process:
        os.kill(process.pid, signal.SIGSTOP)
        changed(data, heartbeat_at=now() - timedelta(hours=3))  # as if it had been stopped for three hours
        (lease,) = living_leases(data)
        assert dead_leases(data) == []
        assert is_silent(lease)
        assert not remove(data, lease)
        os.kill(process.pid, signal.SIGCONT)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        (lease,) = dead_leases(data)
        assert lease.pid == process.pid
        assert remove(data, lease)
    assert list(data.leases.glob("*.json")) == []


def test_a_process_id_that_was_given_out_again_is_not_taken_for_the_run(data: DataFolder) -> None:
    with another_run(data) as process:
        pass
    assert process.returncode == -signal.SIGKILL
    changed(data, pid=os.getpid())
    assert len(dead_leases(data)) == 1


@pytest.mark.fault("F12")
def test_two_runs_of_one_site_at_once_are_refused(data: DataFolder) -> None:
    with another_run(data) as process:
        with pytest.raises(RunGoesOn, match=f"soak is being crawled already: run of soak by process {process.pid}"):
            hold(data, "run", ("other", "soak"))
        with hold(data, "run", ("other",)):
            assert len(living_leases(data)) == 2
    with hold(data, "run", ("soak",)):  # the dead one keeps nobody out
        assert len(dead_leases(data)) == 1


def test_on_another_machine_the_heartbeat_decides(data: DataFolder) -> None:
    with hold(data, "run"):
        changed(data, host="another")
        assert len(living_leases(data)) == 1
        changed(data, heartbeat_at=now() - DEAD_ELSEWHERE_AFTER - timedelta(seconds=1))
        assert len(dead_leases(data)) == 1


def test_a_lease_that_a_full_disk_left_empty_is_nobodys(data: DataFolder) -> None:
    data.leases.mkdir()
    (data.leases / "1-20261129T000000Z-0.json").touch()
    (lease,) = dead_leases(data)
    assert lease.pid == 0
    assert remove(data, lease)


def test_the_heart_beats(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.leases.HeldLease.__init__.__defaults__", (0.02,))
    with hold(data, "run"):
        (first,) = living_leases(data)
        deadline = time.monotonic() + 20
        while living_leases(data)[0].heartbeat_at == first.heartbeat_at:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_the_clock_can_be_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    before = now()
    monkeypatch.setenv("CLAIMTRACE_CLOCK_OFFSET", "86400")
    assert timedelta(days=1) <= now() - before < timedelta(days=1, minutes=5)
