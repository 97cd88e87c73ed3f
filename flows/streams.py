"""A path or `-` in; lines to read, or a place to write that is whole or not there, out.

Standard output is a terminal or it is none: a file or a pipe gets the data as they are, a terminal nothing that steers
it.
"""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from flows.command_errors import WrongUse
from flows.logs import steady


@contextmanager
def input_lines(file: Path | None) -> Iterator[Iterator[str]]:
    """The lines of a file or of standard input. A byte that is no UTF-8 becomes U+FFFD. Raises WrongUse for no file."""
    if file is None or str(file) == "-":
        yield (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
    elif not file.is_file():
        raise WrongUse(f"{file} is no file")
    else:
        with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            yield iter(lines)


def query_text(query: str) -> str:
    """The SQL that is meant: that of a .sql file, of standard input for `-`, or the words themselves."""
    if query == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    if query.endswith(".sql") and Path(query).is_file():
        return Path(query).read_text(encoding="utf-8")
    return query


@contextmanager
def output_writer(output: Path | None) -> Iterator[Callable[[str], object]]:
    """A function that writes UTF-8 to a file, which appears when all is written, or to standard output."""
    if output is None:
        stream = io.TextIOWrapper(standard_output(), encoding="utf-8", write_through=True)
        try:
            yield stream.write
        finally:
            stream.detach()
    else:
        if not output.absolute().parent.is_dir():
            raise WrongUse(f"there is no folder {output.parent}")
        building = output.with_name(output.name + ".open")
        with building.open("w", encoding="utf-8") as file:
            yield file.write
        building.replace(output)


def standard_output() -> BinaryIO:
    """Where the bytes of an answer go: standard output, by way of `steady` where that is a terminal."""
    return cast("BinaryIO", _Terminal(sys.stdout.buffer)) if sys.stdout.isatty() else sys.stdout.buffer


class _Terminal(io.RawIOBase):
    """A terminal to which UTF-8 is written, in which nothing moves its cursor, recolours it or turns text around.

    A write holds whole characters: those who write answers encode whole lines.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._stream.write(steady(data.decode("utf-8", "replace")).encode())
        return len(data)

    def flush(self) -> None:
        self._stream.flush()
