"""Responses as they were served in, a WARC file out; and what a killed crawl left, cut after its last whole record."""

import contextlib
import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from spiders.gzip_members import CHUNK_BYTES, DamagedMember, members
from spiders.warc_records import (
    Exchange,
    RevisitProfile,
    payload_digest,
    response_records,
    revisit_records,
    warcinfo_record,
)

__all__ = [
    "Exchange",
    "RevisitProfile",
    "Salvage",
    "WarcFile",
    "WarcInUse",
    "is_being_written",
    "lock",
    "payload_digest",
    "salvage",
]

OPEN_SUFFIX = ".open"


class WarcInUse(Exception):
    """A WARC file that another process is still writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage:
    """What was saved of a killed crawl: the finished file, its whole records, and the bytes of the torn tail."""

    path: Path
    record_count: int
    dropped_bytes: int


class WarcFile:
    """A WARC file being written as `<path>.open`, record by record to the disk's cache, named `path` once closed."""

    def __init__(self, path: Path, info: Mapping[str, str]) -> None:
        """Open the file and write `info` as its warcinfo record. Raises FileExistsError where one is there already."""
        if path.exists():
            raise FileExistsError(f"{path} is there already; a run writes a file of its own")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.open_path = path.with_name(path.name + OPEN_SUFFIX)
        self._file = self.open_path.open("xb", buffering=0)  # what is written survives this process at once
        lock(self._file, self.open_path)
        self._size = 0
        self._append(warcinfo_record(path.name, info))

    def write(self, exchange: Exchange) -> str:
        """Write the response and its request; return the response's record, `<file name>:<offset>`.

        Its WARC-Payload-Digest is `payload_digest(exchange.body)`. Raises OSError, e.g. on a full disk; the bytes of
        the torn record are cut off again where that is possible.
        """
        return self._append(response_records(exchange))

    def write_revisit(
        self,
        exchange: Exchange,
        *,
        profile: RevisitProfile,
        refers_to_date: datetime | None,
        payload_digest: str | None,
    ) -> str:
        """Write that nothing has changed since `refers_to_date`, and the request; return the record as `write` does.

        profile: `server-not-modified` for a 304, `identical-payload-digest` for the same bytes again. Of the response
        only the head is kept; `payload_digest` is that of the body as it was archived then. Raises as `write` does.
        """
        return self._append(revisit_records(exchange, profile, refers_to_date, payload_digest))

    def close(self) -> Path:
        """Give the file its own name, once its bytes are on disk; return it."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self.open_path.replace(self.path)
            self._file.close()
        return self.path

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; after an exception it stays `.open`, to be salvaged."""
        if kind is None:
            self.close()
        else:
            self._file.close()

    def _append(self, data: bytes) -> str:
        offset = self._size
        try:
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with contextlib.suppress(OSError):  # what made the writing fail is what is told
                self._file.seek(offset)
                self._file.truncate()
            raise
        self._size = offset + len(data)
        return f"{self.path.name}:{offset}"


def lock(file: IO[bytes], open_path: Path) -> None:
    """Keep a WARC file that is being written to this process, until `file` is closed. Raises WarcInUse."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise WarcInUse(f"{open_path} is still being written") from error


def is_being_written(open_path: Path) -> bool:
    """Return whether a crawl that still runs writes a `.open` file."""
    try:
        with open_path.open("rb") as file:
            lock(file, open_path)
    except WarcInUse:
        return True
    except FileNotFoundError:  # it was finished between the two looks
        return False
    return False


def salvage(open_path: Path) -> Salvage:
    """Cut what a killed crawl left after its last whole record and give it its finished name.

    Raises WarcInUse while the crawl that writes it still runs, ValueError for a name that does not end in
    `.warc.gz.open`, FileExistsError where the finished file is there already, and OSError as the disk does.
    """
    if not open_path.name.endswith(".warc.gz" + OPEN_SUFFIX):
        raise ValueError(f"{open_path} is no WARC file left open")
    path = open_path.with_name(open_path.name.removesuffix(OPEN_SUFFIX))
    if path.exists():
        raise FileExistsError(f"{path} is there already; look at both before one of them goes")
    with open_path.open("r+b") as file:
        lock(file, open_path)
        record_count, whole = _whole_members(file)
        size = file.seek(0, os.SEEK_END)
        file.truncate(whole)
        file.flush()
        os.fsync(file.fileno())
        open_path.replace(path)
    return Salvage(path=path, record_count=record_count, dropped_bytes=size - whole)


def _whole_members(file: IO[bytes]) -> tuple[int, int]:
    """Return how many gzip members stand whole at the start of a file, and the offset after the last of them."""
    count = whole = 0
    for member in members(file):
        if member.offset != whole:  # the search went on after damage; what follows it cannot be kept in one piece
            break
        try:
            stream = BufferedReader(member, CHUNK_BYTES)
            while stream.read(2**20):
                pass
        except DamagedMember:
            break
        count, whole = count + 1, member.end or whole
    return count, whole
