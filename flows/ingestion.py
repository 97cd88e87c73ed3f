"""Archives in; their articles in the published warehouse out."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from threading import Thread

from flows.archives import Archive
from flows.command_errors import Say, fail_with
from flows.data_folder import DataFolder
from flows.loading import Loaded, load_check_publish
from flows.reading import Progress, ReadArchive, fileset_of, or_reason, read_archive
from spiders.suppressed_file import read_suppressions
from transforms.suppression import Suppressions

# Each process that reads holds the tagger of every language: 0.4 GB.
_MOST_PROCESSES = 4
_TELL_EVERY = 100  # pages: a line every few seconds


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest came to. `failed` holds (path, reason) of archives that could not be read at all."""

    loaded: Loaded
    failed: tuple[tuple[Path, str], ...]


def ingest(archives: list[Archive], data: DataFolder, say: Say, processes: int | None = None) -> Ingested:
    """Read, load, check and publish archives; say what is done as it is done.

    One archive is the unit of parallel work. An archive that cannot be read at all is told and the others go on.
    Raises CommandFailed where none could be read, and what `load_check_publish` raises.
    """
    placed = [(archive, or_reason(partial(fileset_of, archive, data))) for archive in archives]
    read: Read = [(archive, place) for archive, place in placed if isinstance(place, str)]
    for archive, reason in read:
        _tell(archive, reason, say)
    places = [(archive, place) for archive, place in placed if isinstance(place, Path)]
    unread = [(archive, folder) for archive, folder in places if not folder.exists()]
    wanted = processes or min(len(unread), os.cpu_count() or 1, _MOST_PROCESSES)
    # nothing to do but to say so: no process is started for what was read before
    suppressed = read_suppressions(data.suppressed)
    read += _read_here([place for place in places if place not in unread], say, suppressed)
    read += _read_apart(unread, say, wanted, suppressed) if wanted > 1 else _read_here(unread, say, suppressed)
    folders = [result.folder for _, result in read if isinstance(result, ReadArchive)]
    failed = tuple((archive.path.parent / archive.name, result) for archive, result in read if isinstance(result, str))
    if not folders:
        fail_with(f"{path}: not read: {reason}" for path, reason in failed)
    loaded = load_check_publish(folders, data, say)
    return Ingested(loaded, failed)


Read = list[tuple[Archive, ReadArchive | str]]
Places = list[tuple[Archive, Path]]  # archives, each with the folder of its file set


def _read_here(places: Places, say: Say, suppressed: Suppressions) -> Read:
    read: Read = []
    for archive, folder in places:
        progress = _progress(archive, lambda name, count: say(_so_far(name, count)))
        read.append((archive, or_reason(partial(read_archive, archive, folder, progress, suppressed))))
        _tell(*read[-1], say)
    return read


def _read_apart(places: Places, say: Say, processes: int, suppressed: Suppressions) -> Read:
    """Largest archive first, so that the last process to finish is not the one that began the longest work last."""
    read: Read = []
    broken: Places = []
    spawn = get_context("spawn")  # DuckDB and spaCy have threads that a forked child does not
    counts = spawn.SimpleQueue()
    listener = Thread(target=_listen, args=(counts, say), daemon=True)
    listener.start()
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_keep_queue, initargs=(counts,)) as pool:
        by_size = sorted(places, key=lambda place: -place[0].path.stat().st_size)
        running = {pool.submit(_read_telling, *place, suppressed): place for place in by_size}
        say(f"reading {len(places)} archives in {processes} processes")
        for future in as_completed(running):
            archive, folder = running[future]
            try:
                read.append((archive, or_reason(future.result)))
            except BrokenProcessPool:  # one reader died, as of want of memory, and took all that waited with it
                broken.append((archive, folder))
            else:
                _tell(*read[-1], say)
    counts.put(None)
    listener.join()
    return read + [(archive, _read_alone(archive, folder, say, suppressed)) for archive, folder in broken]


def _read_alone(archive: Archive, folder: Path, say: Say, suppressed: Suppressions) -> ReadArchive | str:
    """Read one archive in a process of its own, so that the one on which a reader dies is known."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            result = or_reason(pool.submit(read_archive, archive, folder, None, suppressed).result)
        except BrokenProcessPool:
            result = "the process that read it died; is there enough memory?"
    _tell(archive, result, say)
    return result


def _progress(archive: Archive, tell: Callable[[str, int], object]) -> Progress:
    def progress(count: int) -> None:
        if count % _TELL_EVERY == 0:
            tell(archive.name, count)

    return progress


def _so_far(name: str, count: int) -> str:
    return f"{name}: {count} pages read so far"


# In a reading process: where it tells how far it is.
_counts: "list[SimpleQueue[tuple[str, int] | None]]" = []


def _keep_queue(counts: "SimpleQueue[tuple[str, int] | None]") -> None:
    _counts[:] = [counts]


def _read_telling(archive: Archive, folder: Path, suppressed: Suppressions) -> ReadArchive:
    progress = _progress(archive, lambda name, count: _counts[0].put((name, count)))
    return read_archive(archive, folder, progress, suppressed)


def _listen(counts: "SimpleQueue[tuple[str, int] | None]", say: Say) -> None:
    while told := counts.get():
        say(_so_far(*told))


def _tell(archive: Archive, result: ReadArchive | str, say: Say) -> None:
    if isinstance(result, str):
        say(f"{archive.name}: not read: {result}")
    elif result.already_read:
        say(f"{archive.name}: read before, {result.folder.name}")
    else:
        say(f"{archive.name}: {result.page_count} pages read")
