"""Archives in; their articles in the published warehouse out."""

import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from threading import Thread

from flows.archives import Archive
from flows.command_errors import Say, fail_with
from flows.data_folder import DataFolder
from flows.loading import Loaded, load_check_publish
from flows.reading import ReadArchive, fileset_of, read_archive
from warehouse.errors import WarehouseError

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
    read_before = [archive for archive in archives if _is_read(archive, data)]
    unread = [archive for archive in archives if archive not in read_before]
    wanted = processes or min(len(unread), os.cpu_count() or 1, _MOST_PROCESSES)
    read = _read_here(read_before, data, say)  # nothing to do but to say so: no process is started for that
    read += _read_apart(unread, data, say, wanted) if wanted > 1 else _read_here(unread, data, say)
    folders = [result.folder for _, result in read if isinstance(result, ReadArchive)]
    failed = tuple((archive.path, result) for archive, result in read if isinstance(result, str))
    if not folders:
        fail_with(f"{path}: not read: {reason}" for path, reason in failed)
    loaded = load_check_publish(folders, data, say)
    return Ingested(loaded, failed)


def _is_read(archive: Archive, data: DataFolder) -> bool:
    """Whether this version of the tagger has read an archive; not one that cannot be opened, whose reader says why."""
    try:
        return fileset_of(archive, data).exists()
    except OSError:
        return False


Read = list[tuple[Archive, ReadArchive | str]]


def _read_here(archives: list[Archive], data: DataFolder, say: Say) -> Read:
    read: Read = []
    for archive in archives:

        def progress(count: int, name: str = archive.path.name) -> None:
            if count % _TELL_EVERY == 0:
                say(f"{name}: {count} pages read so far")

        try:
            read.append((archive, read_archive(archive, data, progress)))
        except (OSError, WarehouseError) as error:
            read.append((archive, str(error)))
        _tell(*read[-1], say)
    return read


def _read_apart(archives: list[Archive], data: DataFolder, say: Say, processes: int) -> Read:
    """Largest archive first, so that the last process to finish is not the one that began the longest work last."""
    read: Read = []
    broken: list[Archive] = []
    archives = sorted(archives, key=lambda archive: -archive.path.stat().st_size)
    spawn = get_context("spawn")  # DuckDB and spaCy have threads that a forked child does not
    counts = spawn.SimpleQueue()
    listener = Thread(target=_listen, args=(counts, say), daemon=True)
    listener.start()
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_keep_queue, initargs=(counts,)) as pool:
        running = {pool.submit(_read_telling, archive, data): archive for archive in archives}
        say(f"reading {len(archives)} archives in {processes} processes")
        for future in as_completed(running):
            archive = running[future]
            try:
                read.append((archive, future.result()))
            except BrokenProcessPool:  # one reader died, as of want of memory, and took all that waited with it
                broken.append(archive)
                continue
            except (OSError, WarehouseError) as error:
                read.append((archive, str(error)))
            _tell(*read[-1], say)
    counts.put(None)
    listener.join()
    return read + [_read_alone(archive, data, say) for archive in broken]


def _read_alone(archive: Archive, data: DataFolder, say: Say) -> tuple[Archive, ReadArchive | str]:
    """Read one archive in a process of its own, so that the one on which a reader dies is known."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            result: ReadArchive | str = pool.submit(read_archive, archive, data).result()
        except BrokenProcessPool:
            result = "the process that read it died; is there enough memory?"
        except (OSError, WarehouseError) as error:
            result = str(error)
    _tell(archive, result, say)
    return archive, result


# In a reading process: where it tells how far it is.
_counts: "list[SimpleQueue[tuple[str, int] | None]]" = []


def _keep_queue(counts: "SimpleQueue[tuple[str, int] | None]") -> None:
    _counts[:] = [counts]


def _read_telling(archive: Archive, data: DataFolder) -> ReadArchive:
    def progress(count: int) -> None:
        if count % _TELL_EVERY == 0:
            _counts[0].put((archive.path.name, count))

    return read_archive(archive, data, progress)


def _listen(counts: "SimpleQueue[tuple[str, int] | None]", say: Say) -> None:
    while told := counts.get():
        say(f"{told[0]}: {told[1]} pages read so far")


def _tell(archive: Archive, result: ReadArchive | str, say: Say) -> None:
    if isinstance(result, str):
        say(f"{archive.path.name}: not read: {result}")
    elif result.already_read:
        say(f"{archive.path.name}: read before, {result.folder.name}")
    else:
        say(f"{archive.path.name}: {result.page_count} pages read")
