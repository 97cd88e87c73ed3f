"""A data folder in; Prefect's server with its user interface, in a thread of this process, out.

It ends with the process, however that ends, so that no server is left behind. Its records lie in the data folder, and
`server.lock` there is held as long as it lives: two servers on one SQLite file wait for each other's locks.
"""

import fcntl
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from flows.command_errors import CommandFailed, Say
from flows.prefect_server import note_port, opened_lock

_HOST = "127.0.0.1"
_START_SECONDS = 180.0
_LOCK_SECONDS = 60.0  # a server that `claimtrace run` started ends a quarter of a minute after its last user


def start_server(home: Path, port: int, say: Say) -> str:
    """Start the server and give back its API address once it answers. Call it once in a process.

    Must be called before Prefect is imported: it sets what Prefect reads then. Raises CommandFailed where the port is
    taken, another server has the records, or this one does not come up.
    """
    home.mkdir(parents=True, exist_ok=True)
    _lock(home, say)
    listener = _listener(port)
    api_url = f"http://{_HOST}:{port}/api"
    os.environ |= {"PREFECT_API_URL": api_url, "PREFECT_UI_API_URL": api_url, "PREFECT_UI_ENABLED": "true"}
    note_port(home, port)
    died = threading.Event()
    threading.Thread(target=_serve, args=(listener, died), daemon=True, name="prefect-server").start()
    _wait(api_url, died)
    return api_url


def _serve(listener: socket.socket, died: threading.Event) -> None:
    try:
        import uvicorn
        from prefect.server.api.server import create_app

        uvicorn.Server(uvicorn.Config(create_app(), log_level="error", lifespan="on")).run(sockets=[listener])
    finally:
        died.set()


def _lock(home: Path, say: Say) -> int:
    """Hold `server.lock` until this process ends."""
    lock = opened_lock(home / "server.lock")
    deadline = time.monotonic() + _LOCK_SECONDS
    told = False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise CommandFailed(
                    f"another Prefect server has the records in {home}: is `claimtrace serve` running already?"
                ) from None
            if not told:
                say(f"waiting for another Prefect server that has the records in {home}")
                told = True
            time.sleep(0.5)
        else:
            return lock


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server((_HOST, port), backlog=128)
    except OSError as error:
        raise CommandFailed(
            f"port {port} cannot be used: {error.strerror}; another: --port, or [prefect] port in claimtrace.toml"
        ) from error


def _wait(api_url: str, died: threading.Event) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and not died.is_set():
        try:
            # the address is our own: http on loopback
            with urllib.request.urlopen(f"{api_url}/health", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CommandFailed("Prefect's server did not come up; what it said stands above")
