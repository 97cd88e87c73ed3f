"""Archives in; their articles in the published warehouse out."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from threading import Thread

from flows.archives import Archive, archive_bytes
from flows.chunked_reading import ChunkReader
from flows.command_errors import Say, fail_with
from flows.data_folder import DataFolder
from flows.loading import Loaded, load_check_publish
from flows.progress import Far, TellFar
from flows.reading import Progress, ReadArchive, fileset_of, or_reason, read_archive
from flows.runners import Runner, chosen_name, cut_from, is_lost_worker, opened_runner, worker_count
from spiders.suppressed_file import read_suppressions
from transforms.suppression import Suppressions

_TELL_EVERY = 20  # pages: more often than there is a line, so that those of a slow archive come, too
_CUT_AT_ONCE = 2  # archives that are handed out in chunks side by side: the end of one then leaves no worker idle


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest came to. `failed` holds (path, reason) of archives that could not be read at all."""

    loaded: Loaded
    failed: tuple[tuple[Path, str], ...]


def ingest(archives: list[Archive], data: DataFolder, say: Say, runner: Runner | None = None) -> Ingested:
    """Read, load, check and publish archives; say what is done as it is done.

    runner: who tags; None for whoever pays. A large archive is handed out in chunks of pages, a small one whole; the
    rows are the same. One that cannot be read at all is told and the others go on.
    Raises CommandFailed where none could be read, and what `load_check_publish` and `opened_runner` raise.
    """
    placed = [(archive, or_reason(partial(fileset_of, archive, data))) for archive in archives]
    read: Read = [(archive, place) for archive, place in placed if isinstance(place, str)]
    for archive, reason in read:
        _tell(archive, reason, say)
    places = [(archive, place) for archive, place in placed if isinstance(place, Path)]
    unread = [(archive, folder) for archive, folder in places if not folder.exists()]
    # nothing to do but to say so: no process is started for what was read before
    suppressed = read_suppressions(data.suppressed)
    read += _read_here([place for place in places if place not in unread], say, suppressed)
    read += _read_apart(unread, say, runner or Runner(), suppressed)
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
    tell = TellFar(say)
    for archive, folder in places:
        progress = _progress(archive, tell)
        read.append((archive, or_reason(partial(read_archive, archive, folder, progress, suppressed))))
        _tell(*read[-1], say)
    return read


def _read_apart(places: Places, say: Say, runner: Runner, suppressed: Suppressions) -> Read:
    """Read with the workers of a runner, where that pays. Largest archive first, so that none is begun late and long.

    A Dask worker may be another machine without this folder: it gets pages, and this process writes.
    """
    sizes = {folder: archive_bytes(archive) for archive, folder in places}
    name = chosen_name(runner, list(sizes.values()))
    if name == "here":
        return _read_here(places, say, suppressed)
    wanted = worker_count(runner)
    spawn = get_context("spawn")
    counts = spawn.SimpleQueue()
    tell = TellFar(say)
    listener = Thread(target=_listen, args=(counts, tell), daemon=True)
    listener.start()
    queue = {"initializer": _keep_queue, "initargs": (counts,)} if name == "process" else {}
    by_size = sorted(places, key=lambda place: -sizes[place[1]])
    read: Read = []
    broken: Places = []
    with (
        opened_runner(name, wanted, runner.address, **queue) as (executor, width),
        ThreadPoolExecutor(_CUT_AT_ONCE) as readers,
    ):
        say(f"reading {len(places)} archives with {width} workers ({name})")
        smallest_cut = 0 if name == "dask" else cut_from(list(sizes.values()), width)
        reader = ChunkReader(executor, width)
        running = {}
        for archive, folder in by_size:
            if sizes[folder] >= smallest_cut:
                progress = _progress(archive, tell)
                future = readers.submit(read_archive, archive, folder, progress, suppressed, reader)
            else:
                future = executor.submit(_read_telling, archive, folder, suppressed)
            running[future] = (archive, folder)
        for future in as_completed(running):
            archive, folder = running[future]
            try:
                read.append((archive, or_reason(future.result)))
            except Exception as error:
                if not is_lost_worker(error):
                    raise
                broken.append((archive, folder))  # one worker died and may have taken all that waited with it
            else:
                _tell(*read[-1], say)
    counts.put(None)
    listener.join()
    return read + [(archive, _read_alone(archive, folder, say, suppressed)) for archive, folder in broken]


def _read_alone(archive: Archive, folder: Path, say: Say, suppressed: Suppressions) -> ReadArchive | str:
    """Read one archive in a process of its own, so that the one on which a reader dies is known."""
    with opened_runner("process", 1) as (executor, _):
        try:
            result = or_reason(executor.submit(read_archive, archive, folder, None, suppressed).result)
        except BrokenExecutor:
            result = "the process that read it died; is there enough memory?"
    _tell(archive, result, say)
    return result


def _progress(archive: Archive, tell: Callable[[str, Far], object]) -> Progress:
    def progress(far: Far) -> None:
        if far.pages % _TELL_EVERY == 0:
            tell(archive.name, far)

    return progress


# In a reading process: where it tells how far it is.
_counts: "list[SimpleQueue[tuple[str, Far] | None]]" = []


def _keep_queue(counts: "SimpleQueue[tuple[str, Far] | None]") -> None:
    _counts[:] = [counts]


def _read_telling(archive: Archive, folder: Path, suppressed: Suppressions) -> ReadArchive:
    # a thread of this process has no queue to tell by: the line at the archive's end has to do
    progress = _progress(archive, lambda *told: _counts[0].put(told)) if _counts else None
    return read_archive(archive, folder, progress, suppressed)


def _listen(counts: "SimpleQueue[tuple[str, Far] | None]", tell: TellFar) -> None:
    while told := counts.get():
        tell(*told)


def _tell(archive: Archive, result: ReadArchive | str, say: Say) -> None:
    if isinstance(result, str):
        say(f"{archive.name}: not read: {result}")
    elif result.already_read:
        say(f"{archive.name}: read before, {result.folder.name}")
    else:
        say(f"{archive.name}: {result.page_count} pages read")
