"""Responses as they were served in, a WARC file out; and what a killed crawl left, cut after its last whole record."""

import base64
import fcntl
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, Self
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.gzip_members import CHUNK_BYTES, DamagedMember, members

OPEN_SUFFIX = ".open"
# What the connection did and the stored bytes no longer show: the body is stored without its chunks.
HOP_HEADERS = frozenset({"transfer-encoding", "connection", "keep-alive", "proxy-connection"})


class WarcInUse(Exception):
    """A WARC file that another process is still writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response: heads as (name, value) pairs, the body with its Content-Encoding still on.

    `status_line` is e.g. `200 OK`; `ip_address` is the server's where it is known.
    """

    url: str
    at: datetime
    request_headers: tuple[tuple[str, str], ...]
    status_line: str
    response_headers: tuple[tuple[str, str], ...]
    body: bytes
    ip_address: str | None = None
    soft_404_of: str | None = None


RevisitProfile = Literal["server-not-modified", "identical-payload-digest"]


def payload_digest(body: bytes) -> str:
    """sha1:BASE32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage:
    """What was saved of a killed crawl: the finished file, its whole records, and the bytes of the torn tail."""

    path: Path
    record_count: int
    dropped_bytes: int


class WarcFile:
    """A WARC file being written as `<path>.open`, flushed after each exchange, named `path` once it is closed."""

    def __init__(self, path: Path, info: Mapping[str, str]) -> None:
        """Open the file and write `info` as its warcinfo record. Raises FileExistsError where one is there already."""
        if path.exists():
            raise FileExistsError(f"{path} is there already; a run writes a file of its own")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.open_path = path.with_name(path.name + OPEN_SUFFIX)
        self._file = self.open_path.open("xb")
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        self._writer.write_record(self._writer.create_warcinfo_record(path.name, dict(info)))
        self._file.flush()

    def write(self, exchange: Exchange) -> str:
        """Write the response and its request; return the response's record, `<file name>:<offset>`.

        Raises OSError, e.g. on a full disk; the bytes of the torn record are cut off again where that is possible.
        """
        offset = self._file.tell()
        date = exchange.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        try:
            response = self._record("response", exchange, date)
            self._writer.write_request_response_pair(self._record("request", exchange, date), response)
            self._file.flush()
        except OSError:
            self._file.seek(offset)
            self._file.truncate()
            raise
        return f"{self.path.name}:{offset}"

    def write_revisit(
        self,
        exchange: Exchange,
        *,
        profile: RevisitProfile,
        refers_to_date: datetime | None,
        payload_digest: str | None,
    ) -> str:
        """Stand-in until the real one is merged."""
        return f"{self.path.name}:{self._file.tell()}"

    def close(self) -> Path:
        """Give the file its own name, once its bytes are on disk; return it."""
        if not self._file.closed:
            self._file.flush()
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

    def _record(self, kind: str, exchange: Exchange, date: str) -> object:
        headers = {"WARC-Date": date}
        if kind == "request":
            head = _head(f"GET {_target(exchange.url)} HTTP/1.1", exchange.request_headers, is_request=True)
            payload = b""
        else:
            kept = ((name, value) for name, value in exchange.response_headers if name.lower() not in HOP_HEADERS)
            head = _head(exchange.status_line, kept)
            payload = exchange.body
            if exchange.ip_address:
                headers["WARC-IP-Address"] = exchange.ip_address
        return self._writer.create_warc_record(
            exchange.url,
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            warc_headers_dict=headers,
            http_headers=head,
        )


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
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarcInUse(f"{open_path} is still being written") from error
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


def _head(first: str, headers: Iterable[tuple[str, str]], *, is_request: bool = False) -> StatusAndHeaders:
    protocol = "" if is_request else "HTTP/1.1"
    return StatusAndHeaders(first, list(headers), protocol=protocol, is_http_request=is_request)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
