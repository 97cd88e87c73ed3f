"""`claimtrace serve` as an operator meets it: it runs a site, is killed in mid-crawl, is started again, and goes on."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.data_folder import DataFolder
from flows.leases import hold
from flows.schedules import due_sites
from tests.conftest import ROOT, claimtrace, without_prefect
from tests.fault_server import FaultHost, answer, article, links, serving

PAGES = 8
PATIENCE_SECONDS = 300.0  # a server that makes its records for the first time, on a machine that does other things


def site_file(data: DataFolder, origin: str) -> Path:
    """A site that was due on New Year's Day and has not been crawled since: it is caught up with, once."""
    data.sites.mkdir(parents=True, exist_ok=True)
    path = data.sites / "example.toml"
    path.write_text(
        f'name = "E"\nhomepage = "{origin}/"\nlanguages = ["nl"]\n'
        "[crawl]\ndelay_seconds = 0.5\n"
        '[schedule]\ncron = "0 0 1 1 *"\ntimezone = "Europe/Amsterdam"\n'
    )
    long_ago = (datetime.now(UTC) - timedelta(days=800)).timestamp()
    os.utime(path, (long_ago, long_ago))
    return path


@contextmanager
def served(data: DataFolder, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`claimtrace serve` in a session of its own, which is ended whole, as by a machine that loses its power."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "serve"]
    arguments = ["--data", str(data.root), "--port", str(port)]
    with log.open("ab") as file:
        process = subprocess.Popen(
            [*command, *arguments], cwd=ROOT, env=without_prefect(), stdout=file, stderr=file, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(found: Callable[[], object], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not found():
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.3)


def history(port: int) -> list[dict[str, Any]]:
    """The runs as Prefect's user interface shows them, but for those that are to come."""
    asked = {"flow_runs": {"state": {"name": {"not_any_": ["Scheduled"]}}}, "sort": "START_TIME_ASC"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/flow_runs/filter",
        json.dumps(asked).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return list(json.load(response))


def states(port: int) -> list[str]:
    return sorted(str(run["state_name"]) for run in history(port))


@pytest.mark.fault("F10")
def test_a_served_site_is_killed_in_mid_crawl_and_goes_on(tmp_path: Path) -> None:
    data, log = DataFolder(tmp_path / "data"), tmp_path / "log"
    paths = [f"/page-{number}" for number in range(PAGES)]
    host = FaultHost(routes={"/": answer(links(*paths)), **{path: answer(article()) for path in paths}})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving(host):
        path = site_file(data, host.origin)
        with served(data, port, log):
            wait_for(lambda: host.times(paths[2]), log)
        assert list(data.warc_folder("example").glob("*.open"))
        with served(data, port, log) as process:
            wait_for(lambda: "goes on now" in log.read_text(), log)
            wait_for(lambda: states(port) == ["Completed", "Crashed"], log)
            # a site that is no longer enabled is no longer scheduled, without a restart
            path.write_text(f"enabled = false\n{path.read_text()}")
            wait_for(lambda: "example: no longer scheduled" in log.read_text(), log)
            process.send_signal(signal.SIGTERM)
            wait_for(lambda: process.poll() is not None, log)
    (crashed,) = [run for run in history_file(data) if run["state_name"] == "Crashed"]
    assert crashed["end_time"]
    assert all(host.times(one) <= 2 for one in paths)
    told = claimtrace("sql", "select count(*) as n from articles", "--format", "json", "--data", data.root)
    assert json.loads(told.stdout)[0]["n"] >= 1
    assert not list(data.warc_folder("example").glob("*.open"))


def history_file(data: DataFolder) -> list[dict[str, Any]]:
    """The runs as Prefect's records in the data folder hold them, once nobody serves."""
    import sqlite3

    with sqlite3.connect(data.prefect / "prefect.db") as con:
        con.row_factory = sqlite3.Row
        return [dict(row) for row in con.execute("select state_name, end_time from flow_run")]


def test_serve_says_what_it_lacks(tmp_path: Path) -> None:
    done = claimtrace("serve", "--data", tmp_path)
    assert done.returncode == 1
    assert "[schedule]" in done.stderr and "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    site_file(DataFolder(tmp_path), "http://127.0.0.1:1")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = claimtrace("serve", "--data", tmp_path, "--port", port)
    assert done.returncode == 1
    assert f"port {port} cannot be used" in done.stderr


@pytest.mark.fault("F12")
def test_a_site_that_another_run_has_is_not_due(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    sites = {"example": site_file(data, "http://127.0.0.1:1")}
    assert due_sites(sites, data) == sites
    with hold(data, "run", ("example",)):
        assert due_sites(sites, data) == {}
        done = claimtrace("run", "--due", "--data", tmp_path)
    assert (done.returncode, done.stderr.strip()) == (0, "no site is due")
