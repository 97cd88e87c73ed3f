"""A WARC file and what is to be forgotten in; the same file without those records out, all others where they were.

A record that goes leaves an empty one of its own length, so that the offset by which a row names any other record
stays right, and the bytes of the others are as they were.
"""

import os
import shutil
import struct
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol
from urllib.parse import urljoin

from spiders.archived_page import Unreadable, http_head
from spiders.gzip_members import CHUNK_BYTES, GZIP_MAGIC, DamagedMember, Member
from spiders.warc import PAGE_TYPES
from spiders.warc_frames import Frame, WarcSource, read_frames
from spiders.warc_head import fields_of, target_of, warc_date

REWRITING_SUFFIX = ".rewriting"
IsForgotten = Callable[[str], bool]
_BROWSERTRIX = ("pageinfo", "text", "text-final", "text-from-response", "dom", "view", "thumbnail", "fullPage")
_EPOCH = "1970-01-01T00:00:00Z"
_CHUNK = 2**20
_MEMBER_BYTES = 10 + 1 + 8  # head, the end of the comment, checksum and size
_SPOOLED_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Where a record that goes stands: offset and length within `member` (None: within a plain file), and its date."""

    member: int | None
    start: int
    end: int | None
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The records of a file that are to go, and how many pages stay."""

    gone: tuple[Gone, ...]
    page_count_left: int
    is_gzip: bool


def find_forgotten(source: WarcSource, is_forgotten: IsForgotten) -> Found:
    """Return which records are about a forgotten address: its response, request, metadata and revisits, and redirects
    that lead to it. What belongs to one of those by its id goes with it. Raises OSError.
    """
    with source.open("rb") as file:
        is_gzip = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    gone: list[tuple[int | None, int, str]] = []
    starts: list[tuple[int, int]] = []
    ids: set[str] = set()
    left = 0
    for frame in read_frames(source):
        head = fields_of(frame.head)
        outer, _, inner = frame.place.partition("+")
        place = (int(outer), int(inner or 0)) if is_gzip else (0, int(outer))
        starts.append(place)
        if _is_about(frame, is_forgotten) or head.get_header("WARC-Concurrent-To") in ids:
            ids.add(str(head.get_header("WARC-Record-ID")))
            at = warc_date(head)
            date = at.isoformat().replace("+00:00", "Z") if at else _EPOCH
            gone.append((place[0] if is_gzip else None, place[1], date))
        elif head.get_header("WARC-Type") in PAGE_TYPES:
            left += 1
    ends = dict(zip(starts, [*starts[1:], None], strict=True))
    placed = []
    for member, start, date in gone:
        following = ends[member or 0, start]
        same = following is not None and following[0] == (member or 0)
        placed.append(Gone(member=member, start=start, end=following[1] if same and following else None, date=date))
    return Found(gone=tuple(placed), page_count_left=left, is_gzip=is_gzip)


def erase_records(path: Path, found: Found) -> None:
    """Write the file anew beside itself without the records found, then put it in its place. Raises OSError.

    Killed at any moment, the file is the old or the new one; what is left beside it ends in `.rewriting`.
    """
    if not found.gone:
        return
    rewriting = path.with_name(path.name + REWRITING_SUFFIX)
    with path.open("rb") as file, rewriting.open("wb") as out:
        if found.is_gzip:
            _copy_members(file, out, found.gone)
        else:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            _copy(file, out, [(one.start, one.end if one.end is not None else size, one.date) for one in found.gone])
        out.flush()
        os.fsync(out.fileno())
    status = path.stat()
    os.utime(rewriting, ns=(status.st_atime_ns, status.st_mtime_ns))  # what cannot be read is dated by it
    os.replace(rewriting, path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def filler_record(length: int, date: str) -> bytes:
    """Return an empty metadata record of exactly so many bytes; line ends alone where no record fits."""
    block = length - len(_filler_head(0, date)) - 4
    while block >= 0 and len(_filler_head(block, date)) + block + 4 > length:
        block -= 1
    if block < 0:
        return b"\n" * length
    filler = _filler_head(block, date) + b" " * block + b"\r\n\r\n"
    return filler + b"\n" * (length - len(filler))  # where a length has another digit, one byte is left over


def filler_member(length: int, date: str) -> bytes:
    """Return a gzip member of exactly so many bytes that holds an empty record; its comment is as long as it needs."""
    for content in (_filler_head(0, date) + b"\r\n\r\n", b""):
        deflate = zlib.compressobj(9, wbits=-15)
        packed = deflate.compress(content) + deflate.flush()
        comment = length - len(packed) - _MEMBER_BYTES
        if comment >= 0:
            return _member_head(comment) + packed + _member_tail(zlib.crc32(content), len(content))
    return b"\0" * length  # damage, too short for a member


def _member_head(comment: int) -> bytes:
    return GZIP_MAGIC + b"\x10" + b"\0" * 4 + b"\0\xff" + b" " * comment + b"\0"  # 0x10: a comment follows (RFC 1952)


def _member_tail(checksum: int, size: int) -> bytes:
    return struct.pack("<II", checksum, size % 2**32)


def _filler_head(block: int, date: str) -> bytes:
    fields = f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\nWARC-Date: {date}\r\nContent-Type: text/plain\r\n"
    return f"WARC/1.1\r\nWARC-Type: metadata\r\n{fields}Content-Length: {block}\r\n\r\n".encode()


def _is_about(frame: Frame, is_forgotten: IsForgotten) -> bool:
    head = fields_of(frame.head)
    named = [target_of(head), target_of(head, "WARC-Refers-To-Target-URI")]
    urls = [_page_of(url) for url in named if url]
    if any(map(is_forgotten, urls)):
        return True
    if head.get_header("WARC-Type") not in ("response", "revisit") or not urls or not frame.block:
        return False
    try:
        http = http_head(BytesIO(frame.block[:_CHUNK]))
    except Unreadable:
        return False
    location = http.get_header("Location")
    try:
        return bool(location) and is_forgotten(urljoin(urls[0], str(location)))
    except ValueError:
        return False


def _page_of(url: str) -> str:
    """The page that a crawler's own record beside it is about: `urn:text:https://…`."""
    scheme, _, rest = url.partition(":")
    name, _, page = rest.partition(":")
    return page if scheme == "urn" and name in _BROWSERTRIX and "://" in page else url


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class _Deflated:
    """What is written becomes one gzip member, with a comment that gives it the length that it had."""

    def __init__(self) -> None:
        self._spool = SpooledTemporaryFile(_SPOOLED_BYTES)  # noqa: SIM115 -- closed by `end`
        self._deflate = zlib.compressobj(9, wbits=-15)
        self._sum = self._size = 0

    def write(self, data: bytes) -> None:
        self._sum = zlib.crc32(data, self._sum)
        self._size += len(data)
        self._spool.write(self._deflate.compress(data))

    def end(self, out: IO[bytes], length: int) -> None:
        self._spool.write(self._deflate.flush())
        comment = max(0, length - self._spool.tell() - _MEMBER_BYTES)
        out.write(_member_head(comment))
        self._spool.seek(0)
        shutil.copyfileobj(self._spool, out)
        out.write(_member_tail(self._sum, self._size))
        self._spool.close()


def _copy_members(file: IO[bytes], out: IO[bytes], gone: tuple[Gone, ...]) -> None:
    """Copy a gzip file member by member; one that holds nothing but what goes becomes a filler of its length."""
    members = _ends(file, sorted({one.member or 0 for one in gone}))
    position = 0
    for offset, end, records in members:
        inside = [one for one in gone if one.member == offset]
        _pass_on(file, out, position, offset)
        if records == len(inside):
            out.write(filler_member(end - offset, inside[0].date))
        else:
            deflated = _Deflated()
            size = _size(file, offset)
            stream = BufferedReader(Member(file, offset), CHUNK_BYTES)
            _copy(stream, deflated, [(one.start, one.end if one.end is not None else size, one.date) for one in inside])
            deflated.end(out, end - offset)
        position = end
    _pass_on(file, out, position, file.seek(0, os.SEEK_END))


def _ends(file: IO[bytes], offsets: list[int]) -> Iterator[tuple[int, int, int]]:
    """For each member at these offsets: its offset, where the next record's member begins, and how many it holds."""
    places: dict[int, int] = {}
    for frame in read_frames(Path(str(file.name))):
        offset = int(frame.place.partition("+")[0])
        places[offset] = places.get(offset, 0) + 1
    starts = sorted(places)
    following = dict(zip(starts, [*starts[1:], file.seek(0, os.SEEK_END)], strict=True))
    for offset in offsets:
        yield offset, following[offset], places[offset]


def _size(file: IO[bytes], offset: int) -> int:
    stream, size = BufferedReader(Member(file, offset), CHUNK_BYTES), 0
    try:
        while data := stream.read(_CHUNK):
            size += len(data)
    except DamagedMember:
        pass
    return size


def _copy(stream: IO[bytes] | BufferedReader, out: _Sink, gone: list[tuple[int, int, str]]) -> None:
    """Copy a stream of records, with a filler of the same length in the place of each that goes."""
    position = 0
    for start, end, date in sorted(gone):
        _take(stream, out, start - position)
        out.write(filler_record(end - start, date))
        _take(stream, None, end - start)
        position = end
    try:
        while data := stream.read(_CHUNK):
            out.write(data)
    except DamagedMember:  # what cannot be read again is lost with the record beside it
        pass


def _take(stream: IO[bytes] | BufferedReader, out: _Sink | None, length: int) -> None:
    while length > 0 and (data := stream.read(min(length, _CHUNK))):
        if out is not None:
            out.write(data)
        length -= len(data)


def _pass_on(file: IO[bytes], out: IO[bytes], start: int, end: int) -> None:
    file.seek(start)
    _take(file, out, end - start)
