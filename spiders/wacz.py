"""A WACZ file in (a crawl as a zip, https://specs.webrecorder.net/wacz/1.1.1/); the WARC files that lie in it out.

Its WARC files are stored, not deflated, by the standard, and are then read where they lie. One that was deflated all
the same, as by a tool that zipped an unpacked WACZ again, is unpacked into a temporary file each time it is opened.
"""

import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

FOLDER = "archive/"
WARC_ENDINGS = (".warc", ".warc.gz")
# `archive/../../x.warc.gz`, `/x.warc.gz`, `C:\x.warc.gz`, and what would break a line of a log
_TRICK = re.compile(r"(^|/)\.\.?(/|$)|^/|//|\\|[\x00-\x1f\x7f]")
# A WARC file of text deflates to a fifth, of one phrase over and over to a thousandth, and crawlers begin another file
# after 1 GB: what is beyond either of these is a bomb, or no WARC file.
MAX_DEFLATE_RATIO = 100
MAX_UNPACKED_BYTES = 16 * 2**30
_LOCAL_HEAD_BYTES = 30
_LOCAL_MAGIC = b"PK\x03\x04"
_ENCRYPTED = 0x1 | 0x40


class WaczError(OSError):
    """A WACZ file that cannot be used, or a WARC file in it; the message says why."""


@dataclass(frozen=True, slots=True)
class PackedWarc:
    """A WARC file inside a WACZ, which opens and names itself as a Path does; `number` counts those of one WACZ."""

    wacz: Path
    member: str
    number: int

    @property
    def name(self) -> str:
        """Return e.g. `crawl.wacz/archive/data.warc.gz`."""
        return f"{self.wacz.name}/{self.member}"

    def stat(self) -> os.stat_result:
        """Return the WACZ file's. Raises OSError."""
        return self.wacz.stat()

    def open(self, mode: Literal["rb"] = "rb", /) -> io.BufferedReader:
        """Open the WARC file for reading, seekable. Raises WaczError where it is encrypted, damaged or a bomb."""
        with _directory(self.wacz) as (package, members):
            info = members.get(self.member)
            if info is None:
                raise WaczError(f"{self.member} is no longer in it")
            if info.flag_bits & _ENCRYPTED:
                raise WaczError(f"{self.member} is encrypted")
            if info.compress_type == ZIP_STORED:
                return _stored(self.wacz, info)
            if info.compress_type == ZIP_DEFLATED:
                return _unpacked(package, info)
            raise WaczError(f"{self.member} is compressed in a way that WACZ does not know ({info.compress_type})")


def packed_warcs(wacz: Path) -> list[PackedWarc]:
    """Return the WARC files under `archive/`, in order of name; those whose names lead elsewhere are not among them.

    Raises WaczError for what is no zip file, or a damaged one, for members that overlap (a zip bomb), and where there
    is no WARC file or none with a name of its own place; OSError where the file cannot be read.
    """
    names = _warc_names(wacz)
    inside = [name for name in names if name.startswith(FOLDER) and not _TRICK.search(name)]
    if not inside:
        refused = next(iter(refused_names(wacz)), None)
        raise WaczError(refused or f"it holds no WARC file in its folder {FOLDER}")
    return [PackedWarc(wacz, name, number) for number, name in enumerate(inside, start=1)]


def every_warc(wacz: Path) -> list[PackedWarc]:
    """Return all WARC files of a WACZ, whatever they are called: for those who look for what must not stay on a disk.

    Raises WaczError for what is no zip file, OSError.
    """
    return [PackedWarc(wacz, name, number) for number, name in enumerate(_warc_names(wacz), start=1)]


def refused_names(wacz: Path) -> list[str]:
    """Return why, for each WARC file of a WACZ whose name leads out of it or breaks a line: it is not read.

    Raises WaczError for what is no zip file, OSError.
    """
    tricks = (name for name in _warc_names(wacz) if _TRICK.search(name))
    return [f"it has a file called {name[:200]!r}, which leads outside of it: not read" for name in tricks]


def _warc_names(wacz: Path) -> list[str]:
    with _directory(wacz) as (_, members):
        return sorted(name for name in members if name.lower().endswith(WARC_ENDINGS))


def small_member(wacz: Path, name: str, most: int) -> bytes | None:
    """Return the bytes of a small file in a WACZ, such as its list of contents; None where there is no such file.

    Raises WaczError for one that is damaged or has more than `most` bytes; OSError where the file cannot be read.
    """
    with _directory(wacz) as (package, members):
        if name not in members:
            return None
        with package.open(members[name]) as file:
            data = file.read(most + 1)
    if len(data) > most:
        raise WaczError(f"{name} has more than {most} bytes")
    return data


@contextmanager
def _directory(wacz: Path) -> Iterator[tuple[ZipFile, dict[str, ZipInfo]]]:
    """Open a WACZ file; yield it, and its members by name, of two with one name the last as zip tools do."""
    try:
        with ZipFile(wacz) as package:
            if sum(info.compress_size for info in package.infolist()) > wacz.stat().st_size:
                raise WaczError("its files overlap, as in a zip bomb")
            yield package, {info.filename: info for info in package.infolist()}
    except OSError:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for damage, struct.error and NotImplementedError too
        raise WaczError(f"it is no zip file, or a damaged one: {error}") from error


def _stored(wacz: Path, info: ZipInfo) -> io.BufferedReader:
    if info.header_offset < 0:  # a damaged directory: the member would begin before the file does
        raise WaczError(f"{wacz}: {info.filename} lies outside the file")
    file = wacz.open("rb")
    file.seek(info.header_offset)
    head = file.read(_LOCAL_HEAD_BYTES)
    start = file.tell() + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    if head[:4] != _LOCAL_MAGIC or start + info.compress_size > wacz.stat().st_size:
        file.close()
        raise WaczError(f"{info.filename} is not where the directory says it is: the zip file is damaged")
    return io.BufferedReader(_Slice(file, start, info.compress_size))


def _unpacked(package: ZipFile, info: ZipInfo) -> io.BufferedReader:
    limit = min(MAX_UNPACKED_BYTES, MAX_DEFLATE_RATIO * info.compress_size)
    if info.file_size > limit:
        raise WaczError(f"{info.filename} would unpack to {info.file_size} bytes, more than the limit of {limit}")
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- it is handed on
    try:
        free = shutil.disk_usage(tempfile.gettempdir()).free
        if info.file_size > free:
            raise WaczError(f"{info.filename} would unpack to {info.file_size} bytes, and {free} are free")
        with package.open(info) as deflated:  # reads no more than the size that was looked at
            shutil.copyfileobj(deflated, file, 2**20)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return io.BufferedReader(_Slice(file, 0, info.file_size))


class _Slice(io.RawIOBase):
    """Some bytes of a file as if they were a file; closing it closes the file."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._start + self._position)
        data = self._file.read(min(len(buffer), max(self._size - self._position, 0)))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(base + offset, 0)
        return self._position

    def close(self) -> None:
        self._file.close()
        super().close()
