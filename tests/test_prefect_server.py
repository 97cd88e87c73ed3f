"""One server for all runs of a folder: found, started once, ended when nobody uses it, replaced when it was killed."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flows import prefect_server
from flows.prefect_server import (
    ServerUnavailable,
    leave_server,
    running_server,
    server_log,
    shared_server,
    wait_until_up,
)
from tests.conftest import ROOT

# Stands in for Prefect's server, which takes up to a minute to start: the same locks, the same socket, and it answers.
STAND_IN = """
import os, socket, sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
sys.path.insert(0, {root!r})
from flows.prefect_serving import _wait_for_users_to_go

class Well(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()

home, listener, lock, linger = sys.argv[1:]
with (Path(home) / "pids").open("a") as told:  # before it answers
    told.write(f"{{os.getpid()}}\\n")
gone = threading.Event()
threading.Thread(target=_wait_for_users_to_go, args=(Path(home), float(linger), gone), daemon=True).start()
server = HTTPServer(("127.0.0.1", 0), Well, bind_and_activate=False)
server.socket = socket.socket(fileno=int(listener))
threading.Thread(target=server.serve_forever, daemon=True).start()
gone.wait()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A Prefect home whose server is the stand-in; it is left in the end, and the server is awaited."""
    folder = tmp_path / "module"
    folder.mkdir()
    (folder / "stand_in_serving.py").write_text(STAND_IN.format(root=str(ROOT)))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(prefect_server, "_MODULE", "stand_in_serving")
    home = tmp_path / "prefect"
    yield home
    leave_server(home)
    ended_within(home, 30)


def ended_within(home: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if running_server(home) is None:
            return True
        time.sleep(0.1)
    return False


def pids(home: Path) -> list[int]:
    return [int(line) for line in (home / "pids").read_text().splitlines()]


def test_two_that_ask_at_once_share_one_server(home: Path) -> None:
    found: list[str] = []
    asking = [threading.Thread(target=lambda: found.append(shared_server(home, 0.5))) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(set(found)) == 1
    wait_until_up(found[0], server_log(home), 60)
    assert running_server(home) == found[0]
    assert len(pids(home)) == 1


def test_a_server_ends_when_its_last_user_is_gone(home: Path) -> None:
    wait_until_up(shared_server(home, 0.5), server_log(home), 60)
    assert not ended_within(home, 2)
    leave_server(home)
    assert ended_within(home, 30)


def test_a_user_that_was_killed_keeps_no_server(home: Path) -> None:
    code = f"""
import time
from pathlib import Path
from flows import prefect_server
prefect_server._MODULE = "stand_in_serving"
print(prefect_server.shared_server(Path({str(home)!r}), 0.5), flush=True)
time.sleep(600)
"""
    path = os.pathsep.join([str(ROOT), os.environ["PYTHONPATH"]])
    environment = {**os.environ, "PYTHONPATH": path}
    user = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
    assert user.stdout
    wait_until_up(user.stdout.readline().strip(), server_log(home), 60)
    user.send_signal(signal.SIGKILL)
    user.wait()
    assert ended_within(home, 30)


def test_a_server_that_was_killed_is_replaced_and_its_port_file_misleads_nobody(home: Path) -> None:
    first = shared_server(home, 0.5)
    wait_until_up(first, server_log(home), 60)
    os.kill(pids(home)[0], signal.SIGKILL)
    assert ended_within(home, 30)
    assert (home / "server.json").exists()
    second = shared_server(home, 0.5)
    wait_until_up(second, server_log(home), 60)
    assert len(pids(home)) == 2


def test_a_server_that_cannot_start_is_told_with_the_place_of_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefect_server, "_MODULE", "flows.no_such_module")
    home = tmp_path / "prefect"
    api = shared_server(home, 0.5)
    with pytest.raises(ServerUnavailable, match=r"server\.log"):
        wait_until_up(api, server_log(home), 60)
    assert "no_such_module" in server_log(home).read_text()
    leave_server(home)


def test_a_folder_whose_server_is_unknown_has_none(tmp_path: Path) -> None:
    assert running_server(tmp_path) is None
    (tmp_path / "server.json").write_text('{"port": 1}')  # as a machine that was switched off leaves it
    assert running_server(tmp_path) is None
    with (tmp_path / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert running_server(tmp_path) == "http://127.0.0.1:1/api"
