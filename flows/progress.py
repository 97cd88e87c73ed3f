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
_CRAWL_LINE = re.compile(r"^(?P<name>[a-z0-9][a-z0-9_-]*): (?P<done>\d+) pages?(?:, (?P<waiting>\d+) waiting)?(?:,|$)")
# What TellFar says: `a.warc.gz: 300 pages, 120 claims read so far, 30 %, 37.5 pages/s, 19 s left`.
_READING_LINE = re.compile(
    r"^(?P<name>.+): (?P<counts>[\d,]+ pages, [\d,]+ claims) read so far(?:, (?P<percent>\d+) %)?(?:,|$)"
)
# What ends both: `a.warc.gz: 300 pages read`, `gezond: 12 pages archived; …`.
_END_LINE = re.compile(r"^(?P<name>.+): (?:[\d,]+ pages read$|not read: |\d+ pages archived)")
_LINE_SECONDS = 2.0  # between two lines of one archive


@dataclass(frozen=True, slots=True)
class Far:
    """How far the reading of one archive is: pages and claims so far, and bytes read of all it has (0: not known)."""

    pages: int
    claims: int = 0
    done_bytes: int = 0
    all_bytes: int = 0


class TellFar:
    """Tells how far readings are, in a line each at most every two seconds, with their rate and the time left."""

    def __init__(self, say: Say) -> None:
        """Tell it to `say`."""
        self._say = say
        self._began: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, name: str, far: Far) -> None:
        """Tell how far the archive `name` is, unless it was told just now."""
        at = time.monotonic()
        with self._lock:
            began = self._began.setdefault(name, at)
            if at - self._told.get(name, began) < _LINE_SECONDS:
                return
            self._told[name] = at
        share = f", {100 * far.done_bytes // far.all_bytes} %" if far.all_bytes else ""
        self._say(f"{name}: {far.pages:,} pages, {far.claims:,} claims read so far{share}{_pace(far, at - began)}")


class ProgressView:
    """What is told, as lines; on a terminal, lines that say how far something is move its bar instead."""

    def __init__(self, say: Say, bars: "Bars | None" = None) -> None:
        """With `bars` a bar for each crawl and archive; without, all lines as they come."""
        self._say = say
        self._bars = bars
        self._rows: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        """Tell a line."""
        if self._bars is None:
            self._say(text)
        elif found := _READING_LINE.match(text):
            percent = found["percent"]
            self._move(found["name"], int(percent or 0), 100 if percent else None, found["counts"])
        elif found := _CRAWL_LINE.match(text):
            done, waiting = int(found["done"]), int(found["waiting"] or 0)
            self._move(found["name"], done, done + waiting if waiting else None, f"{done:,} pages")
        else:
            if found := _END_LINE.match(text):
                self._remove(found["name"])
            self._say(text)

    def _move(self, name: str, done: int, total: int | None, counts: str) -> None:
        if self._bars is None:
            return
        with self._lock:
            if name not in self._rows:
                self._rows[name] = self._bars.add_task(name, total=total, counts=counts)
            row = self._rows[name]
        self._bars.update(row, completed=done, total=total, counts=counts)

    def _remove(self, name: str) -> None:
        with self._lock:
            row = self._rows.pop(name, None)
        if row is not None and self._bars is not None:
            self._bars.remove_task(row)


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


def _pace(far: Far, seconds: float) -> str:
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
