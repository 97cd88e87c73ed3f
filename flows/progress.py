"""What a run tells of how far it is in; live bars on a terminal, plain lines in a log, out."""

import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.command_errors import Say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

# What a crawl says of itself every few seconds: `gezond: 12 pages, 30 waiting, 2 robots` (spiders.ledger).
_CRAWL_LINE = re.compile(r"^(?P<site>[a-z0-9][a-z0-9_-]*): (?P<done>\d+) pages?(?:, (?P<waiting>\d+) waiting)?(?:,|$)")
_LINE_SECONDS = 5.0  # between two plain lines of one archive


@dataclass(frozen=True, slots=True)
class Read:
    """How far the reading of one archive is: pages and claims so far, and bytes read of all it has (0: not known)."""

    pages: int
    claims: int = 0
    done_bytes: int = 0
    all_bytes: int = 0


class ProgressView:
    """Shows how far crawls and readings are. Lines that are no progress go to `say` as they come."""

    def __init__(self, say: Say, bars: "Bars | None" = None) -> None:
        """With `bars` a bar each; without, plain lines, at most one in five seconds an archive."""
        self._say = say
        self._bars = bars
        self._rows: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        """Tell a line; one in which a crawl says how far it is moves its bar instead."""
        found = _CRAWL_LINE.match(text)
        if self._bars is None or found is None:
            self._say(text)
            return
        done, waiting = int(found["done"]), int(found["waiting"] or 0)
        self._move(found["site"], done, done + waiting if waiting else None, f"{done:,} pages")

    def read(self, name: str, far: Read) -> None:
        """Show how far the reading of an archive is."""
        counts = f"{far.pages:,} pages, {far.claims:,} claims"
        if self._bars is not None:
            self._move(name, far.done_bytes or far.pages, far.all_bytes or None, counts)
            return
        at = time.monotonic()
        with self._lock:
            began = self._began.setdefault(name, at)
            if at - self._told.get(name, began) < _LINE_SECONDS:
                return
            self._told[name] = at
        self._say(f"{name}: {counts} read so far{_pace(far, at - began)}")

    def done(self, name: str) -> None:
        """An archive or crawl is over: its bar goes, the line that tells of it stays."""
        with self._lock:
            row = self._rows.pop(name, None)
        if row is not None and self._bars is not None:
            self._bars.remove_task(row)

    def _move(self, name: str, done: int, total: int | None, counts: str) -> None:
        if self._bars is None:
            return
        with self._lock:
            if name not in self._rows:
                self._rows[name] = self._bars.add_task(name, total=total, counts=counts)
            row = self._rows[name]
        self._bars.update(row, completed=done, total=total, counts=counts)


@contextmanager
def progress_view(say: Say) -> Iterator[ProgressView]:
    """Bars where stderr is a terminal, plain lines where it is a file, a pipe or a service's log."""
    if not sys.stderr.isatty():
        yield ProgressView(say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[counts]}", markup=False),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def above(text: str) -> None:
            bars.console.print(text, markup=False, highlight=False, soft_wrap=True)

        yield ProgressView(above, bars)


def _pace(far: Read, seconds: float) -> str:
    """Pages a second, and the time left by the share of the bytes that is read."""
    if seconds <= 0 or not far.pages:
        return ""
    pace = f", {far.pages / seconds:.1f} pages/s"
    if 0 < far.done_bytes < far.all_bytes:
        left = seconds * (far.all_bytes - far.done_bytes) / far.done_bytes
        pace += f", {duration_words(left)} left"
    return pace


def duration_words(seconds: float) -> str:
    """Seconds as people say them: `40 s`, `12 min`, `3 h 05 min`."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    if whole < 90 * 60:
        return f"{round(whole / 60)} min"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
