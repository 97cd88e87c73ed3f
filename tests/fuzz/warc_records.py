"""Coverage-guided fuzzing of archives: `python -m tests.fuzz.warc_records CORPUS [-max_total_time=600]`, extra `fuzz`.

An input is a file: its first byte says whether what follows is packed with gzip, so that the fuzzer sees through it.
An input that breaks a promise is kept under tests/fixtures/warc/, where tests/test_fuzzed_archives.py reads it again.
"""

import gzip
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

KEPT = Path(__file__).parents[1] / "fixtures" / "warc"


@dataclass(frozen=True)
class Bytes:
    """An archive in memory, with what `read_pages` asks of a file."""

    content: bytes
    name: str = "fuzzed.warc"

    def open(self, mode: Literal["rb"], /) -> io.BufferedReader:
        """Open it for reading, seekable."""
        return cast(io.BufferedReader, io.BytesIO(self.content))

    def stat(self) -> os.stat_result:
        """A file of 1970."""
        return os.stat_result((0o100644, 0, 0, 1, 0, 0, len(self.content), 0, 0, 0))


def archive_of(data: bytes) -> Bytes:
    """The archive that an input stands for."""
    packing, content = data[:1], data[1:]
    if packing and packing[0] % 3 == 1:
        return Bytes(gzip.compress(content, 1, mtime=0))
    if packing and packing[0] % 3 == 2:  # a member a record, as the standard wants
        first, *others = content.split(b"WARC/1.")
        return Bytes(b"".join(gzip.compress(part, 1, mtime=0) for part in (first, *(b"WARC/1." + o for o in others))))
    return Bytes(content)


def broken_promise(data: bytes) -> str | None:
    """What `read_pages` promises and does not keep for this input; an exception is one, too. None where all is well."""
    from spiders.warc import MAX_BODY_BYTES, UnreadableRecord, read_pages
    from transforms.records import Page

    source = archive_of(data)
    whole = list(read_pages(source))
    for one in whole:
        if isinstance(one, UnreadableRecord):
            if not one.reason or not one.url:
                return f"a record that cannot be read says not why or where: {one}"
        elif not one.url.lower().startswith(("http://", "https://")) or not one.site:
            return f"no address on the web, or no site: {one}"
        if isinstance(one, Page) and len(one.body) > MAX_BODY_BYTES:
            return f"a body of {len(one.body)} bytes"
    if len(list(read_pages(source, heads_only=True))) != len(whole):
        return "heads alone are more or fewer than whole records"
    if whole != list(read_pages(source)):
        return "the second reading says something else"
    return None


def one_input(data: bytes) -> None:
    """What the fuzzer calls. Raises AssertionError where a promise is broken."""
    if said := broken_promise(data):
        raise AssertionError(said)


def main() -> None:
    """Fuzz until told otherwise; the arguments are libFuzzer's."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

    with atheris.instrument_imports(include=["spiders", "warcio"]):
        import spiders.warc  # noqa: F401
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
