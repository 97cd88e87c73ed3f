"""Archives that another tagger read in; what today's tagger finds in them, beside the old, in the warehouse out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.archives import Archive
from flows.command_errors import Say, WrongUse
from flows.data_folder import DataFolder, warc_stem
from flows.ingestion import Ingested, ingest
from flows.reading import fileset_of, or_reason
from flows.runners import Runner
from transforms.tagger_version import tagger_version
from warehouse.connection import open_warehouse
from warehouse.errors import FilesetError
from warehouse.filesets import FilesetManifest, read_manifest
from warehouse.load import loaded_filesets


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What there is to read again. `due`: last crawled first; `unloaded`: read by today's tagger, but not loaded."""

    due: tuple[Archive, ...]
    unloaded: tuple[Archive, ...]
    done_count: int
    never_read_count: int
    unfound: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retagged:
    """What a retag came to. `ingested` is None where there was nothing to do; `left_count` archives are still due."""

    ingested: Ingested | None
    read_count: int
    left_count: int
    stock: Stock


def retag(
    archives: Sequence[Archive],
    data: DataFolder,
    say: Say,
    since: str | None = None,
    limit: int | None = None,
    runner: Runner | None = None,
) -> Retagged:
    """Read again with today's tagger what others read, at most `limit` archives; load, check and publish.

    The readings of before stay beside the new ones. A run that was interrupted goes on where it was: an archive that
    today's tagger has read is not read again, only loaded. Raises what `stock_of` and `ingest` raise.
    """
    stock = stock_of(archives, data, since)
    wanted = stock.due[:limit]
    left = len(stock.due) - len(wanted)
    say(f"{tagger_version()}: {len(wanted)} archives to read, {stock.done_count} done before, {left} left for later")
    if not wanted and not stock.unloaded:
        return Retagged(ingested=None, read_count=0, left_count=left, stock=stock)
    ingested = ingest([*wanted, *stock.unloaded], data, say, runner)
    failed = {path for path, _ in ingested.failed}
    read_count = sum(archive.path.parent / archive.name not in failed for archive in wanted)
    return Retagged(ingested=ingested, read_count=read_count, left_count=len(stock.due) - read_count, stock=stock)


def stock_of(archives: Sequence[Archive], data: DataFolder, since: str | None = None) -> Stock:
    """Which of the archives are due: those that a tagger has read, but none that is today's, or `since` or newer.

    A version is a digest and has no order of its own: the older is the one whose first file set was made first.
    `unfound` are the WARC files of file sets whose archive is not among those given, by name.

    Raises WrongUse for a `since` of which there is no file set, WarehouseError where the warehouse is held.
    """
    readings = _readings(data)
    begun: dict[str, FilesetManifest] = {}
    for manifest in sorted((one for many in readings.values() for one in many), key=lambda one: one.made_at):
        begun.setdefault(manifest.tagger_version, manifest)
    if since is not None and since not in begun:
        raise WrongUse(f"--since {since}: no file set is of that tagger; there are: {', '.join(begun) or 'none'}")
    rank = {version: place for place, version in enumerate(begun)}
    today, loaded = tagger_version(), _loaded(data)
    due: list[tuple[FilesetManifest, Archive]] = []
    unloaded, found = [], set()
    done_count = never_read_count = 0
    for archive in archives:
        name = _reading_name(archive, data, readings)
        found.add(name)
        known = readings.get(name, [])
        of_today = [one for one in known if one.tagger_version == today]
        if not known:
            never_read_count += 1
        elif of_today and of_today[0].fileset not in loaded:
            unloaded.append(archive)
        elif of_today or (since and max(rank[one.tagger_version] for one in known) >= rank[since]):
            done_count += 1
        else:
            due.append((max(known, key=lambda one: one.made_at), archive))
    due.sort(key=lambda one: (one[0].made_at, one[0].fileset), reverse=True)
    strays = sorted({many[0].warc for name, many in readings.items() if name not in found})
    return Stock(
        due=tuple(archive for _, archive in due),
        unloaded=tuple(unloaded),
        done_count=done_count,
        never_read_count=never_read_count,
        unfound=tuple(strays),
    )


def _readings(data: DataFolder) -> dict[str, list[FilesetManifest]]:
    """The finished file sets by their name without the tagger's version: `day1-3f2a9c01`. What is none is left out."""
    readings: dict[str, list[FilesetManifest]] = {}
    for folder in data.all_filesets():
        try:
            manifest = read_manifest(folder)
        except FilesetError:  # a stranger's folder: loading it would tell
            continue
        readings.setdefault(folder.name.removesuffix(f"--{manifest.tagger_version}"), []).append(manifest)
    return readings


def _reading_name(archive: Archive, data: DataFolder, readings: dict[str, list[FilesetManifest]]) -> str:
    """The name under which an archive's file sets are kept, or what names none for one that cannot be opened.

    A crawl of ours has a name of its own. A stranger's file is hashed whole, which takes a hundredth of reading it.
    """
    if archive.run_id:
        stem = warc_stem(archive.path)
        own = [name for name in readings if name[:-9] == stem]
        return own[0] if own else ""
    place = or_reason(partial(fileset_of, archive, data))
    return place.name.removesuffix(f"--{tagger_version()}") if isinstance(place, Path) else ""


def _loaded(data: DataFolder) -> frozenset[str]:
    if not data.warehouse.exists():
        return frozenset()
    con = open_warehouse(data.warehouse)
    try:
        return loaded_filesets(con)
    finally:
        con.close()
