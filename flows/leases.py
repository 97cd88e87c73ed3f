"""A run in; a file that says who runs it and since when, and whether that process still lives, out.

data/leases/<pid>-<host>-<moment>.json holds one run of one process. The process keeps the file locked as long as it
lives, and writes the time into it every few seconds:

- on the same machine the lock alone decides: the kernel gives it up with the process, so a run that is slow, or stopped
  for an hour, is never taken for dead, and a process id that was given out again is never taken for the run;
- from another machine (a shared folder) a lock cannot be seen on every file system: there a run is dead when it has not
  written the time for a quarter of an hour.
"""

import fcntl
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from flows.clock import now
from flows.command_errors import CommandFailed
from flows.data_folder import DataFolder

HEARTBEAT_SECONDS = 10.0
SILENT_AFTER = timedelta(minutes=5)  # thirty heartbeats: the process is stopped, or its machine is out of memory
DEAD_ELSEWHERE_AFTER = timedelta(minutes=15)


class RunGoesOn(CommandFailed):
    """Another run has what this one needs; the message names it. Exit code 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who runs what: the command, its sites, process and machine, since when, and when it last said that it lives.

    `flow_run_id` is Prefect's id of the run, None where Prefect does not know of it.
    """

    path: Path
    command: str
    sites: tuple[str, ...]
    pid: int
    host: str
    started_at: datetime
    heartbeat_at: datetime
    flow_run_id: str | None = None

    @property
    def words(self) -> str:
        """The run in words, such as `run of gezond by process 4211 on box, since 2026-11-29 03:00 UTC`."""
        of = f" of {', '.join(self.sites)}" if self.sites else ""
        return f"{self.command}{of} by process {self.pid} on {self.host}, since {self.started_at:%Y-%m-%d %H:%M} UTC"


class HeldLease:
    """A lease of this process: it says every few seconds that it lives, until it is closed and the file goes."""

    def __init__(self, lease: Lease, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        """Write and lock the file. Raises OSError, as on a full disk."""
        self.lease = lease
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._file = lease.path.open("x+b", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._write()
        except OSError:
            self.close()
            raise
        self._heart = threading.Thread(target=self._beat, args=(heartbeat_seconds,), daemon=True)
        self._heart.start()

    def note_flow_run(self, flow_run_id: str | None) -> None:
        """Say which of Prefect's runs this is."""
        with self._lock:
            self.lease = replace(self.lease, flow_run_id=flow_run_id)
            self._write()

    def close(self) -> None:
        """The run is over."""
        self._over.set()
        with self._lock:
            self.lease.path.unlink(missing_ok=True)
            self._file.close()

    def __enter__(self) -> Self:
        """The lease."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def _beat(self, seconds: float) -> None:
        while not self._over.wait(seconds):
            with self._lock:
                if not self._over.is_set():
                    self.lease = replace(self.lease, heartbeat_at=now())
                    try:
                        self._write()
                    except OSError:  # a full disk must not end the run; the lock still says that it lives
                        continue

    def _write(self) -> None:
        """In place, with spaces up to the old length: a rename would leave the lock on a file that is no more."""
        fields = {**asdict(self.lease), "path": self.lease.path.name}
        text = json.dumps(fields, default=str).encode()
        os.pwrite(self._file.fileno(), text.ljust(os.fstat(self._file.fileno()).st_size), 0)


def hold(data: DataFolder, command: str, sites: tuple[str, ...] = ()) -> HeldLease:
    """Begin a run: its lease, once no other living run has any of its sites. Raises RunGoesOn, OSError.

    What dead runs left is not touched here; see `dead_leases`.
    """
    data.leases.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data):
        for other in living_leases(data):
            if both := sorted(set(other.sites) & set(sites)):
                raise RunGoesOn(f"{', '.join(both)} is being crawled already: {other.words}. Wait until it ends")
        host, at = socket.gethostname(), now()
        path = data.leases / f"{os.getpid()}-{at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}.json"
        return HeldLease(
            Lease(path=path, command=command, sites=sites, pid=os.getpid(), host=host, started_at=at, heartbeat_at=at)
        )


def living_leases(data: DataFolder) -> list[Lease]:
    """The runs that go on in a data folder, oldest first, this process's own among them."""
    return [lease for lease in _leases(data) if not is_dead(lease)]


def other_runs(data: DataFolder) -> list[Lease]:
    """The runs of other processes that go on in a data folder."""
    own = (os.getpid(), socket.gethostname())
    return [lease for lease in living_leases(data) if (lease.pid, lease.host) != own]


def dead_leases(data: DataFolder) -> list[Lease]:
    """The runs that ended without a word, oldest first."""
    return [lease for lease in _leases(data) if is_dead(lease)]


def remove(data: DataFolder, lease: Lease) -> bool:
    """Remove the lease of a dead run; out: whether it was dead and is gone. One that is just being begun stays."""
    with _one_at_a_time(data):
        if not is_dead(lease):
            return False
        lease.path.unlink(missing_ok=True)
        return True


def is_dead(lease: Lease) -> bool:
    """Whether the process of a lease is no more."""
    if lease.host != socket.gethostname():
        return now() - lease.heartbeat_at > DEAD_ELSEWHERE_AFTER
    try:
        with lease.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:  # it ended well between the two looks
        return False
    return True


def is_silent(lease: Lease) -> bool:
    """Whether a living run has not said so for minutes: it is stopped, or its machine has no time for it."""
    return not is_dead(lease) and now() - lease.heartbeat_at > SILENT_AFTER


def _leases(data: DataFolder) -> list[Lease]:
    """All leases, oldest first. A file that a full disk left empty is a lease of nobody, begun when it was made."""
    found = []
    for path in sorted(data.leases.glob("*.json")):
        try:
            found.append(_read(path))
        except FileNotFoundError:
            continue
    return sorted(found, key=lambda lease: (lease.started_at, lease.path.name))


def _read(path: Path) -> Lease:
    at = datetime.fromtimestamp(path.stat().st_mtime, now().tzinfo)
    nobody = Lease(path=path, command="run", sites=(), pid=0, host=socket.gethostname(), started_at=at, heartbeat_at=at)
    try:
        said: dict[str, Any] = json.loads(path.read_bytes())
        times = {name: datetime.fromisoformat(said[name]) for name in ("started_at", "heartbeat_at")}
        return Lease(**{**said, **times, "path": path, "sites": tuple(said["sites"])})
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError, KeyError):
        return nobody


@contextmanager
def _one_at_a_time(data: DataFolder) -> Iterator[None]:
    """Two runs that begin at once look for each other one after the other."""
    with (data.leases / "beginning.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
