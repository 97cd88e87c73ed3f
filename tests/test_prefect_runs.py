"""Prefect's records of runs that died: set to Crashed, and their slots given back, by the doctor."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from flows.data_folder import DataFolder
from flows.prefect_file import is_all_ended
from tests.conftest import ROOT, claimtrace, without_prefect

# What a process leaves that is killed in mid-run: one run that has a lease, one whose lease is lost, and a taken slot.
LEFT_BEHIND = """
import os, sys
from pathlib import Path
from flows.data_folder import DataFolder
from flows.leases import hold
from flows.recorded_runs import start_recording
data = DataFolder(Path(sys.argv[1]))
start_recording(data)
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.states import Running
from flows.site_runs import run_sites
with get_client(sync_client=True) as client:
    ids = []
    for _ in range(2):
        run = client.create_flow_run(run_sites, parameters={"sites": {}, "data": {}})
        client.set_flow_run_state(run.id, Running(), force=True)
        ids.append(str(run.id))
    client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name="loader", limit=2, active_slots=1))
held = hold(data, "run", ("soak",))
held.note_flow_run(ids[0])
print(*ids, flush=True)
os._exit(9)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    data = DataFolder(tmp_path_factory.mktemp("left") / "data")
    data.root.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", LEFT_BEHIND, str(data.root)], cwd=ROOT, capture_output=True, text=True, timeout=300,
        check=False, env=without_prefect(),
    )  # fmt: skip
    assert done.returncode == 9, done.stderr
    con = sqlite3.connect(data.prefect / "prefect.db")  # the second began long ago: the server dates runs by itself
    con.execute("update flow_run set start_time = '2026-01-01 00:00:00.000000' where id = ?", [done.stdout.split()[1]])
    con.commit()
    con.close()
    return data


def states(data: DataFolder) -> list[str]:
    con = sqlite3.connect(f"file:{data.prefect / 'prefect.db'}?mode=ro", uri=True)
    found = [state for (state,) in con.execute("select state_type from flow_run")]
    con.close()
    return found


@pytest.mark.fault("F11")
def test_runs_and_slots_of_a_dead_process_are_found_and_mended(data: DataFolder) -> None:
    assert not is_all_ended(data)
    told = claimtrace("doctor", "--json", "--data", data.root, timeout=300)
    assert told.returncode == 3, told.stderr
    found = json.loads(told.stdout)["findings"]
    assert [one["kind"] for one in found] == ["dead_run", "lost_prefect_run", "leaked_slot"]
    assert states(data) == ["RUNNING", "RUNNING"]
    done = claimtrace("doctor", "--fix", "--json", "--data", data.root, timeout=300)
    assert done.returncode == 0, done.stderr
    assert [one["kind"] for one in json.loads(done.stdout)["mended"]] == [one["kind"] for one in found]
    assert states(data) == ["CRASHED", "CRASHED"]
    assert is_all_ended(data)
    assert list(data.leases.glob("*.json")) == []


def test_a_server_that_does_not_answer_is_told_and_hides_nothing_else(tmp_path: Path) -> None:
    nobody = {"PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_CLIENT_MAX_RETRIES": "0"}
    (tmp_path / "tagged" / "holiday").mkdir(parents=True)
    told = claimtrace("doctor", "--json", "--data", tmp_path, timeout=300, prefect=nobody)
    assert told.returncode == 3, told.stderr
    assert [one["kind"] for one in json.loads(told.stdout)["findings"]] == ["prefect_unreachable", "damaged_fileset"]
