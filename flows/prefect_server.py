"""A Prefect home in; the address of the one server that all runs of this folder share, started where none is, out.

The server is a process of its own (flows/prefect_serving.py) that ends by itself once nobody has used it for a while.
Who lives is known by locks alone, which the kernel gives up with the process, so no stale file and no process id that
was given out again can mislead:

- `users.lock` is held shared by each process that uses the server; the server asks for it alone, and has it when the
  last user is gone, whether that ended well or was killed;
- `server.lock` is held by the server as long as it lives; it is handed to it already locked, so there is no moment in
  which two processes could both start one;
- `start.lock` is held for the milliseconds in which a process looks for a server or starts one;
- `server.json` holds the port, and counts only while `server.lock` is held.
"""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Prefect's server writes what it was told in batches, every five seconds; three of these it lives on.
LINGER_SECONDS = 15.0
START_SECONDS = 180.0  # six on an idle machine, seventy with ten processes for each core
_MODULE = "flows.prefect_serving"

_held: dict[Path, int] = {}  # the users' locks of this process, held until it ends


class ServerUnavailable(OSError):
    """Prefect's server did not come up; the message says where its own words stand."""


def shared_server(home: Path, linger_seconds: float = LINGER_SECONDS) -> str:
    """The API address of the server of this home; it may not answer yet (`wait_until_up`).

    This process counts as a user of it until it ends. Raises OSError where the folder cannot be written or locked.
    """
    home.mkdir(parents=True, exist_ok=True)
    if home not in _held:
        user = opened_lock(home / "users.lock")
        fcntl.flock(user, fcntl.LOCK_SH)  # waits for a server that is just ending, a second or two
        _held[home] = user
    with _looked_for(home) as lock:
        return _api_url(_noted_port(home) if lock is None else _start(home, lock, linger_seconds))


def running_server(home: Path) -> str | None:
    """The API address of the server of this home that lives now; None where there is none."""
    if not (home / "server.json").exists():
        return None
    with _looked_for(home) as lock:
        return _api_url(_noted_port(home)) if lock is None else None


def leave_server(home: Path) -> None:
    """Stop counting as a user before this process ends: the server may end then."""
    if (user := _held.pop(home, None)) is not None:
        os.close(user)


def wait_until_up(api_url: str, log: Path, seconds: float = START_SECONDS) -> None:
    """Return when the server answers that it is well. Raises ServerUnavailable when it has died, or in `seconds`."""
    deadline = time.monotonic() + seconds
    why = "no answer"
    while (left := deadline - time.monotonic()) > 0:
        try:
            # the address is our own: http on loopback
            with urllib.request.urlopen(f"{api_url}/health", timeout=min(5, left)):  # noqa: S310
                return
        except TimeoutError as error:  # it listens from the first moment on and answers when it is ready
            why = str(error)
        except (urllib.error.URLError, OSError) as error:
            why = str(error)
            if running_server(log.parent) is None:
                break
            time.sleep(0.1)
    raise ServerUnavailable(f"Prefect's server did not come up ({why}); {log} has its own words")


def server_log(home: Path) -> Path:
    """Where the server's own words stand: those of the last start."""
    return home / "server.log"


def _start(home: Path, lock: int, linger_seconds: float) -> int:
    """Start the server with the socket and the lock it is to have; its port. The system chooses a free one."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener, server_log(home).open("wb") as log:
        port = int(listener.getsockname()[1])
        note_port(home, port)
        arguments = [str(home), str(listener.fileno()), str(lock), str(linger_seconds)]
        subprocess.Popen(
            [sys.executable, "-P", "-m", _MODULE, *arguments],
            env=_environment(home),
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(listener.fileno(), lock),
            start_new_session=True,  # Ctrl-C ends the run, and the run's end is still recorded
        )
    return port


def _environment(home: Path) -> dict[str, str]:
    """The environment of a server that keeps its records in `home`, serves no pages and starts no schedules."""
    path = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    ours = {
        "PYTHONPATH": path,
        "PREFECT_HOME": str(home),
        "PREFECT_UI_ENABLED": "0",
        "PREFECT__SERVER_EPHEMERAL": "1",  # Prefect's own names for a server that lives for a few runs
        "PREFECT__SERVER_FINAL": "1",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    return {**{name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}, **ours}


def _api_url(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


def note_port(home: Path, port: int) -> None:
    """Write down where the server of this home listens, for whoever finds `server.lock` held."""
    (home / "server.json").write_text(json.dumps({"port": port}) + "\n")


def _noted_port(home: Path) -> int:
    return int(json.loads((home / "server.json").read_text())["port"])


@contextmanager
def _looked_for(home: Path) -> Iterator[int | None]:
    """The server's lock, held, where no server lives; None where one does. Others who look wait meanwhile."""
    with _locked(home / "start.lock"):
        lock = opened_lock(home / "server.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_free = True
        except BlockingIOError:
            is_free = False
        try:
            yield lock if is_free else None
        finally:
            os.close(lock)


def opened_lock(path: Path) -> int:
    """A lock file, open and not yet locked; no child process inherits it."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = opened_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
