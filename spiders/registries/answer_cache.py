"""Answers in, one row for each thing that was ever asked; what is known and what is due to be asked out.

`answers.sqlite` is the memory of all runs. Each batch is one transaction, on the disk before the next is asked: a
process that is killed loses the answer that is under way, and nothing else is asked a second time.
"""

import fcntl
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from spiders.registries.registry_file import Asking
from transforms.work_matching import Lookup

Status = Literal["found", "not_found", "failed"]

_TABLE = """
create table if not exists answers (
    service text not null,
    scheme text not null,
    value text not null,
    status text not null check (status in ('found', 'not_found', 'failed')),
    http_status integer,
    reason text,
    record blob,
    fetched_at text not null,
    next_try_at text,
    failed_count integer not null,
    primary key (service, scheme, value)
) without rowid
"""
_KEEP = "insert or replace into answers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FIND = """
select status, http_status, reason, record, fetched_at, next_try_at, failed_count from answers
where service = ? and scheme = ? and value = ?
"""


class CacheUnusable(ValueError):
    """The file of answers is damaged, or another process asks at this moment; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a lookup the last time. `record` is the registry's own, of a lookup that was found.

    `next_try_at` is None for what was found: it is kept for good. `failed_count` counts failures in a row.
    """

    status: Status
    http_status: int | None = None
    reason: str | None = None
    record: str | None = None
    fetched_at: datetime
    next_try_at: datetime | None = None
    failed_count: int = 0

    def is_due(self, now: datetime, retry_failed: bool = False) -> bool:
        """Return whether it is time to ask again; `retry_failed` does not wait after a failure."""
        if self.status == "failed" and retry_failed:
            return True
        return self.next_try_at is not None and self.next_try_at <= now


class AnswerCache:
    """The open file of answers."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it and its folder where they are missing. Raises CacheUnusable."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._con = sqlite3.connect(path, isolation_level=None)
        try:
            self._con.execute("pragma journal_mode = wal")
            self._con.execute("pragma synchronous = full")  # one write a request: what is asked slowly may be kept well
            self._con.execute(_TABLE)
        except sqlite3.DatabaseError as error:
            self._con.close()
            raise CacheUnusable(
                f"{path} cannot be read as answers of registries ({error}); move it away to ask anew"
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._con.close()

    def keep(self, answers: Iterable[tuple[Lookup, Answer]]) -> None:
        """Keep answers, all or none of them; each takes the place of the last one to its lookup."""
        rows = [
            (
                lookup.service,
                lookup.scheme,
                lookup.value,
                answer.status,
                answer.http_status,
                answer.reason,
                zlib.compress(answer.record.encode("utf-8", "surrogatepass")) if answer.record is not None else None,
                answer.fetched_at.isoformat(),
                answer.next_try_at.isoformat() if answer.next_try_at else None,
                answer.failed_count,
            )
            for lookup, answer in answers
        ]
        self._con.execute("begin immediate")
        try:
            self._con.executemany(_KEEP, rows)
        except BaseException:
            self._con.execute("rollback")
            raise
        self._con.execute("commit")

    def keep_only(self, scheme: str, kept: Iterable[Lookup]) -> int:
        """Forget every lookup of a scheme but these, and what the file keeps of deleted rows; return how many went."""
        wanted = {(one.service, one.value) for one in kept if one.scheme == scheme}
        asked = self._con.execute("select service, value from answers where scheme = ?", (scheme,)).fetchall()
        gone = [(service, scheme, value) for service, value in asked if (service, value) not in wanted]
        self._con.execute("begin immediate")
        self._con.executemany("delete from answers where service = ? and scheme = ? and value = ?", gone)
        self._con.execute("commit")
        self._con.execute("vacuum")
        self._con.execute("pragma wal_checkpoint(truncate)")
        return len(gone)

    def find(self, lookup: Lookup) -> Answer | None:
        """Return the last answer to a lookup; None where it was never asked. A damaged record counts as never asked."""
        row = self._con.execute(_FIND, (lookup.service, lookup.scheme, lookup.value)).fetchone()
        if row is None:
            return None
        status, http_status, reason, record, fetched_at, next_try_at, failed_count = row
        try:
            return Answer(
                status=status,
                http_status=http_status,
                reason=reason,
                record=zlib.decompress(record).decode("utf-8", "surrogatepass") if record is not None else None,
                fetched_at=datetime.fromisoformat(fetched_at),
                next_try_at=datetime.fromisoformat(next_try_at) if next_try_at else None,
                failed_count=failed_count,
            )
        except (zlib.error, ValueError, TypeError):
            return None


@contextmanager
def only_asker(cache: Path) -> Iterator[None]:
    """Hold the right to ask, which one process has at a time: two would ask for the same. Raises CacheUnusable."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    with cache.with_name(f"{cache.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CacheUnusable("another `claimtrace resolve` asks for this data folder; wait until it ends") from error
        yield


def found(record: str, now: datetime, http_status: int) -> Answer:
    """Return the answer for a record that came."""
    return Answer(status="found", http_status=http_status, record=record, fetched_at=now)


def not_found(now: datetime, http_status: int | None, reason: str | None, asking: Asking) -> Answer:
    """Return the answer for what a service does not know, which it may know in a month."""
    return Answer(
        status="not_found",
        http_status=http_status,
        reason=reason,
        fetched_at=now,
        next_try_at=now + timedelta(days=asking.not_found_days),
    )


def failed(
    now: datetime, http_status: int | None, reason: str, before: Answer | None, asking: Asking, pause: float = 0.0
) -> Answer:
    """Return the answer for a question that failed: tried again after a day, two, four, … or later if `pause` says so.

    `before` is the last answer to the same lookup, `pause` the seconds that the service asked for.
    """
    count = (before.failed_count if before else 0) + 1
    wait = timedelta(days=min(asking.failed_days * 2 ** min(count - 1, 30), asking.most_failed_days))
    return Answer(
        status="failed",
        http_status=http_status,
        reason=reason,
        fetched_at=now,
        next_try_at=now + max(wait, timedelta(seconds=pause)),
        failed_count=count,
    )
