"""File sets, archives and the ledger in; those that do not go together out.

What reads pages is imported where something is to be read anew: it takes seconds, and mostly all is well.
"""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flows.archives import Archive, warc_archive
from flows.data_folder import DataFolder, warc_stem
from flows.doctor.findings import Finding
from spiders.suppressed_file import read_suppressions
from warehouse.filesets import damage


def fileset_findings(data: DataFolder, loaded: frozenset[str]) -> Iterator[Finding]:
    """What is read and not loaded, loaded and not there, damaged, or crawled and not read. loaded: its ledger."""
    there = set[str]()
    for folder in data.all_filesets():
        problem = damage(folder)
        if problem:
            yield _damaged(folder, problem, data)
        there.add(folder.name)
        if not problem and folder.name not in loaded:
            yield Finding(
                kind="orphaned_fileset",
                what=f"{folder.name} was read and never loaded",
                remedy="load, check and publish it",
                place=folder,
                mend=partial(_load, folder, data),
            )
    for name in sorted(loaded - there):
        yield _missing(data.root / "tagged" / name, data)
    yield from _unread(data, there, loaded)


def _damaged(folder: Path, problem: str, data: DataFolder) -> Finding:
    archive = archive_of(folder.name, data)
    if archive:
        return Finding(
            kind="damaged_fileset",
            what=f"{folder.name} cannot be used: {problem}",
            remedy=f"read it anew from {archive.name}, and load it where it is not loaded",
            place=folder,
            mend=partial(_read_again, folder, archive, data),
        )
    return Finding(
        kind="damaged_fileset",
        what=f"{folder.name} cannot be used: {problem}",
        remedy="move it away; if its archive is kept elsewhere, `claimtrace ingest` reads it anew",
        place=folder,
    )


def _missing(folder: Path, data: DataFolder) -> Finding:
    archive = archive_of(folder.name, data)
    what = f"{folder.name} is loaded, and its files are not there any more: the warehouse could not be rebuilt"
    if archive:
        return Finding(
            kind="missing_fileset",
            what=what,
            remedy=f"read it anew from {archive.name}",
            place=folder,
            mend=partial(_read_again, folder, archive, data),
        )
    return Finding(
        kind="missing_fileset",
        what=what,
        remedy="bring it back from a backup, or ingest its archive again; its rows in the warehouse stand",
        place=folder,
    )


def _unread(data: DataFolder, there: set[str], loaded: frozenset[str]) -> Iterator[Finding]:
    """Crawls of ours that no tagger has read: cut short, or made by `claimtrace crawl`."""
    read = {name.rpartition("--")[0][:-9] for name in there | loaded}
    for path in sorted(data.root.glob("warc/*/*.warc.gz")):
        if warc_stem(path) not in read and (archive := warc_archive(path)).run_id:
            yield Finding(
                kind="unread_archive",
                what=f"{path.name} was crawled and not read yet",
                remedy="read it, load it, check and publish; the next run of the site does so, too",
                place=path,
                is_wrong=False,
                mend=partial(_read_and_load, archive, data),
            )


def archive_of(fileset: str, data: DataFolder) -> Archive | None:
    """The crawl of ours from which today's tagger would make a file set of this name; None where it would not."""
    from transforms.tagger_version import tagger_version

    name, _, tagger = fileset.rpartition("--")
    if tagger != tagger_version():
        return None
    stem = name[:-9]
    for path in data.root.glob("warc/*/*.warc.gz"):
        archive = warc_archive(path)
        if warc_stem(path) == stem and archive.run_id:
            return archive
    return None


def _load(folder: Path, data: DataFolder) -> None:
    from flows.loading import load_check_publish

    load_check_publish([folder], data)


def _read_and_load(archive: Archive, data: DataFolder) -> None:
    from flows.reading import fileset_of, read_archive

    place = fileset_of(archive, data)
    read_archive(archive, place, suppressed=read_suppressions(data.suppressed))
    _load(place, data)


def _read_again(folder: Path, archive: Archive, data: DataFolder) -> None:
    """Under the very name that the ledger knows: what the archive's bytes say, they say again."""
    from flows.reading import read_archive

    if folder.exists():
        shutil.rmtree(folder)
    read_archive(archive, folder, suppressed=read_suppressions(data.suppressed))
    _load(folder, data)
