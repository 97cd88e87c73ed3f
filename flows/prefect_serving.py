"""A Prefect home and a listening socket in; Prefect's server, for as long as somebody uses it, out.

Started by flows/prefect_server.py as a process of its own: `python -m flows.prefect_serving HOME SOCKET LOCK LINGER`.
"""

import fcntl
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flows.prefect_server import opened_lock

if TYPE_CHECKING:
    import uvicorn

_LOOK_EVERY = 0.5
_MOST_SECONDS_TO_END = 20.0  # a connection that somebody keeps open must not keep a server for ever


def serve(home: Path, listener: socket.socket, linger_seconds: float) -> None:
    """Serve until nobody has held `users.lock` for `linger_seconds`."""
    gone = threading.Event()
    threading.Thread(target=_wait_for_users_to_go, args=(home, linger_seconds, gone), daemon=True).start()
    import uvicorn

    # uvicorn makes the application when it serves: five seconds in which runs connect and wait
    config = uvicorn.Config(
        "prefect.server.api.server:create_app",
        factory=True,
        lifespan="on",
        log_level="error",
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_end, args=(server, gone), daemon=True).start()
    server.run(sockets=[listener])


def _wait_for_users_to_go(home: Path, linger_seconds: float, gone: threading.Event) -> None:
    """Set `gone` when nobody was there for long enough; then keep the lock, so that a new run waits for our end.

    A home that was removed has no new users either: the lock that is held is the one that was opened.
    """
    users = opened_lock(home / "users.lock")
    alone_since: float | None = None
    while True:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            alone_since = None
        else:
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since >= linger_seconds:
                gone.set()
                return
            fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(_LOOK_EVERY)


def _end(server: "uvicorn.Server", gone: threading.Event) -> None:
    gone.wait()
    server.should_exit = True
    time.sleep(_MOST_SECONDS_TO_END)
    os._exit(0)


def main() -> None:
    """Serve on the socket that was handed over; the handed lock is held by being open."""
    home, listener, lock, linger_seconds = sys.argv[1:]
    os.set_inheritable(int(lock), False)
    serve(Path(home), socket.socket(fileno=int(listener)), float(linger_seconds))


if __name__ == "__main__":
    main()
