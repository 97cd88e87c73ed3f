"""The records of one large archive in; the same records, read by several workers at once, in the same order out.

One process reads the archive and writes the file set; chunks of pages go to workers and their articles come back. So
workers need no folder in common with it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from flows.command_errors import CommandFailed
from flows.reading import Item, Read, page_to_read, read_page, wanted_languages
from transforms.records import Page
from transforms.suppression import Suppressions
from transforms.tagger_version import tagger_version

CHUNK_PAGES = (
    32  # two seconds of work or so: an answer takes Dask 0.2 s, and the last chunk leaves nobody idle for long
)
CHUNK_BYTES = 8 * 2**20
_CHUNKS_AHEAD = 2  # for each worker: one that it works on, one that waits


class OtherTagger(CommandFailed):
    """A worker on another machine that has another version of the tagger: its rows would be somebody else's."""


@dataclass(frozen=True, slots=True)
class ChunkReader:
    """Reads pages with the workers of an executor, of which it does `width` tasks at once (reading.PageReader)."""

    executor: Executor
    width: int

    def __call__(
        self, items: Iterable[Item], codes: tuple[str, ...] | None, suppressed: Suppressions
    ) -> Iterator[tuple[Item, Read | None]]:
        """Each record with its article, or why there is none; None for what is not a page, or is not to be read."""
        running: deque[tuple[list[Item], Future[list[Read]]]] = deque()
        try:
            for chunk in chunks(items):
                pages = [page for item in chunk if (page := page_to_read(item, suppressed))]
                running.append((chunk, self.executor.submit(read_chunk, pages, codes, tagger_version())))
                if len(running) >= _CHUNKS_AHEAD * self.width:
                    yield from _answered(*running.popleft(), suppressed)
            while running:
                yield from _answered(*running.popleft(), suppressed)
        finally:
            for _, future in running:
                future.cancel()


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The records in their order, up to CHUNK_PAGES or CHUNK_BYTES at a time."""
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.body) if isinstance(item, Page) else 0
        if len(chunk) >= CHUNK_PAGES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def read_chunk(pages: list[Page], codes: tuple[str, ...] | None, wanted_tagger: str) -> list[Read]:
    """What each page was read as. For a worker; raises OtherTagger where its tagger is not the one that asks."""
    if tagger_version() != wanted_tagger:
        raise OtherTagger(
            f"a worker has {tagger_version()}, here is {wanted_tagger}: install the same claimtrace on all machines"
        )
    wanted = wanted_languages(codes)
    return [read_page(page, wanted) for page in pages]


def _answered(
    chunk: list[Item], future: "Future[list[Read]]", suppressed: Suppressions
) -> Iterator[tuple[Item, Read | None]]:
    reads = iter(future.result())
    for item in chunk:
        yield item, next(reads) if page_to_read(item, suppressed) else None
