"""A gzip file in, its members out one by one as streams; after damage, the next member that opens a WARC record."""

import io
import zlib
from collections.abc import Iterator
from typing import IO

GZIP_MAGIC = b"\x1f\x8b\x08"
RECORD_START = b"WARC/"
CHUNK_BYTES = 16 * 2**10


class DamagedMember(Exception):
    """A gzip member that ends too early or whose bytes or checksum are wrong."""


class Member(io.RawIOBase):
    """One gzip member as a stream of its decompressed bytes; memory is bounded by the caller's reads."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(wbits=31)  # 31: gzip with its checksum
        self._waiting = b""
        self._position = offset  # where the next compressed bytes come from
        self.offset = offset
        self.end: int | None = None  # offset after the member, known once it was read to its end

    def readable(self) -> bool:
        """Return True: io.BufferedReader asks."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with decompressed bytes; return how many, 0 at the end. Raises DamagedMember."""
        while not self._inflate.eof:
            if not self._waiting:
                self._file.seek(self._position)
                self._waiting = self._file.read(CHUNK_BYTES)
                self._position += len(self._waiting)
                if not self._waiting:
                    raise DamagedMember("the file ends inside a gzip member")
            try:
                data = self._inflate.decompress(self._waiting, len(buffer))
            except zlib.error as error:
                raise DamagedMember(f"gzip: {error}") from error
            self._waiting = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self.end = self._position - len(self._inflate.unused_data)
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0


def members(file: IO[bytes]) -> Iterator[Member]:
    """Yield each member of a gzip file; the caller reads one to its end, or into its damage, before the next.

    Bytes that belong to no member are one damaged member. After a damaged one the next is that which opens a WARC
    record, however far on.
    """
    offset: int | None = 0
    while offset is not None:
        member = Member(file, offset)
        yield member
        if member.end is None:
            offset = _next_opening(file, offset + 1)
        else:
            file.seek(member.end)
            offset = member.end if file.read(1) else None


def _next_opening(file: IO[bytes], start: int) -> int | None:
    """Return the offset, at or after `start`, of the next member that opens a WARC record; None where there is none."""
    kept = b""
    position = start
    while True:
        file.seek(position)
        chunk = file.read(2**20)
        window = kept + chunk
        at = window.find(GZIP_MAGIC)
        while at >= 0:
            candidate = position - len(kept) + at
            if _opens_record(file, candidate):
                return candidate
            at = window.find(GZIP_MAGIC, at + 1)
        if not chunk:
            return None
        kept = window[-(len(GZIP_MAGIC) - 1) :]
        position += len(chunk)


def _opens_record(file: IO[bytes], offset: int) -> bool:
    # The magic alone turns up by chance once in 16 MiB of compressed data, and in archived .gz downloads.
    try:
        return io.BufferedReader(Member(file, offset)).read(len(RECORD_START)) == RECORD_START
    except DamagedMember:
        return False
