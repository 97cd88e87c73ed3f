"""A WARC file in, its records out one by one as raw bytes, each whole or with the reason why it is not."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Literal, Protocol

from spiders.gzip_members import CHUNK_BYTES, GZIP_MAGIC, DamagedMember, Member, members

# 20 MiB of page and 1 MiB of HTTP head: what is larger is no article, and memory must stay flat.
MAX_BLOCK_BYTES = 21 * 2**20
# The longest WARC head in the files of Common Crawl and Browsertrix is some 4 KiB; one without an end must not grow.
MAX_HEAD_BYTES = 256 * 2**10
MAX_LINE_BYTES = 64 * 2**10
_SKIPPED_BYTES = 64 * 2**10
CUT_SHORT = "the record is cut short"
WRONG_LENGTH = "other bytes follow where the record should end: its Content-Length is wrong"
VERSION_LINE = re.compile(rb"WARC/\d\.\d+\s*\Z")


class WarcSource(Protocol):
    """Where the bytes of a WARC file come from: a Path, or a file inside a WACZ (spiders/wacz.py)."""

    @property
    def name(self) -> str:
        """What its records are named after."""

    def open(self, mode: Literal["rb"], /) -> BufferedReader:
        """Open it for reading, seekable."""

    def stat(self) -> os.stat_result:
        """Size and times of the file on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One record's bytes. `place` is its offset in the file, `4211`, or `4211+907` inside a gzip member of many.

    `head` is the WARC header and `block` what follows it; with a `problem` the block is empty and the head may be.
    """

    place: str
    head: bytes
    block: bytes
    problem: str | None = None


def read_frames(source: WarcSource, most: int = MAX_BLOCK_BYTES) -> Iterator[Frame]:
    """Yield every record of a WARC file, gzip or plain; after damage, go on at the next record that can be read.

    Of a block no more than `most` bytes are kept; the rest is passed over, and its length and checksum still count.
    Raises OSError when the file itself cannot be read; nothing that stands in the file raises.
    """
    with source.open("rb") as file:
        if file.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
            for member in members(file):
                yield from _RecordReader(BufferedReader(member, CHUNK_BYTES), f"{member.offset}+", most).frames()
        else:
            file.seek(0)
            yield from _RecordReader(file, "", most, rewind=file.seek).frames()


def first_bytes(source: WarcSource, size: int) -> bytes:
    """Return the first `size` bytes of a file, decompressed where it is gzip; fewer where it is short or damaged."""
    with source.open("rb") as file:
        is_gzip = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        file.seek(0)
        try:
            return BufferedReader(Member(file, 0)).read(size) if is_gzip else file.read(size)
        except DamagedMember:
            return b""


class _RecordReader:
    """The records of one stream: a plain WARC file, or one gzip member (by the standard it holds one record)."""

    def __init__(
        self, stream: BufferedReader, prefix: str, most: int, rewind: Callable[[int], int] | None = None
    ) -> None:
        self._stream = stream
        self._prefix = prefix
        self._most = most
        self._rewind = rewind
        self._read = 0  # decompressed bytes consumed

    def frames(self) -> Iterator[Frame]:
        """Yield each record; every stretch of damage is one frame with its problem."""
        line = b""
        start = 0
        while True:
            head = block = b""
            problem: str | None = None
            try:
                line = line or self._skip_blank_lines()[0]
                start = self._read - len(line)
                if not line:
                    return
                head, problem = self._read_head(line)
                block_start = self._read
                if problem is None:
                    block, problem = self._read_block(head)
                line, blank_count = self._skip_blank_lines()
                # Two blank lines close a record; where they stand, its length is right and what follows is damaged.
                if line and not VERSION_LINE.match(line) and blank_count < 2:
                    problem = problem or WRONG_LENGTH
                # A length too large has swallowed the records that follow; a plain file can be read again from there.
                if self._rewind and problem and problem.startswith((CUT_SHORT, WRONG_LENGTH)):
                    self._read = self._rewind(block_start)
                    line = b""
                if problem and not VERSION_LINE.match(line):
                    line = self._skip_to_record()
            except DamagedMember as damage:
                yield Frame(place=self._place(start), head=head, block=b"", problem=str(damage))
                return
            yield Frame(place=self._place(start), head=head, block=b"" if problem else block, problem=problem)

    def _place(self, start: int) -> str:
        return f"{self._prefix}{start}".removesuffix("+0") if self._prefix else str(start)

    def _readline(self) -> bytes:
        line = self._stream.readline(MAX_LINE_BYTES)
        self._read += len(line)
        return line

    def _skip_blank_lines(self) -> tuple[bytes, int]:
        """Return the next line that is not blank (empty at the end) and how many blank ones stood before it."""
        count = 0
        while (line := self._readline()) in (b"\r\n", b"\n"):
            count += 1
        return line, count

    def _skip_to_record(self) -> bytes:
        while (line := self._readline()) and not VERSION_LINE.match(line):
            pass
        return line

    def _read_head(self, line: bytes) -> tuple[bytes, str | None]:
        if not VERSION_LINE.match(line):
            return b"", "no WARC record starts here"
        lines = [line]
        size = len(line)
        while (line := self._readline()) not in (b"\r\n", b"\n"):
            lines.append(line)
            size += len(line)
            if not line:
                return b"".join(lines), f"{CUT_SHORT} in its head"
            if size > MAX_HEAD_BYTES:
                return b"".join(lines), f"the record's head is longer than {MAX_HEAD_BYTES} bytes"
        return b"".join([*lines, b"\r\n"]), None

    def _read_block(self, head: bytes) -> tuple[bytes, str | None]:
        length = _content_length(head)
        if length is None:
            return b"", "the record has no readable Content-Length"
        if length > MAX_BLOCK_BYTES:
            missing = self._skip(length)
            if missing:
                return b"", f"{CUT_SHORT}: {length - missing} of {length} bytes"
            return b"", f"the record has {length} bytes, more than the limit of {MAX_BLOCK_BYTES}"
        block = self._stream.read(min(length, self._most))
        self._read += len(block)
        missing = self._skip(length - len(block)) if len(block) == self._most else length - len(block)
        if missing:
            return b"", f"{CUT_SHORT}: {length - missing} of {length} bytes"
        return block, None

    def _skip(self, length: int) -> int:
        """Pass over `length` bytes without keeping them; return how many were missing."""
        while length and (data := self._stream.read(min(length, _SKIPPED_BYTES))):
            self._read += len(data)
            length -= len(data)
        return length


def _content_length(head: bytes) -> int | None:
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value) if value.strip().isdigit() else None
    return None
