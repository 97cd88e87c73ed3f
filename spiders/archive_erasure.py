"""An archive in the data folder and what is to be forgotten in; the archive without it, or none where nothing is left.

What cannot be written anew record by record (a WACZ, whose index names every offset, an ARC, a saved page) goes whole.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from spiders.arc import ARC_START, arc_pages
from spiders.companions import companion_path
from spiders.fetch_log import fetch_log_path
from spiders.html_files import SUFFIXES, stated_address
from spiders.run_file import run_path
from spiders.wacz import every_warc
from spiders.warc import MAX_BODY_BYTES
from spiders.warc_erasure import REWRITING_SUFFIX, IsForgotten, erase_records, find_forgotten
from spiders.warc_frames import first_bytes
from spiders.warc_origin import crawl_origin
from transforms.suppression import Suppressions

WARC_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
ENDINGS = (*WARC_ENDINGS, ".wacz", *SUFFIXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What a removal took: records, lines of the fetch log beside it, and files that went whole, with why in words."""

    record_count: int = 0
    line_count: int = 0
    removed_files: tuple[Path, ...] = ()
    words: str | None = None

    @property
    def is_anything(self) -> bool:
        """Whether anything is to go."""
        return bool(self.record_count or self.line_count or self.removed_files)


def archives_below(folder: Path, without: frozenset[Path]) -> Iterator[Path]:
    """Yield every archive below a folder, except in the folders `without`."""
    for path in sorted(folder.rglob("*")):
        if path.name.lower().endswith(ENDINGS) and path.is_file() and not without.intersection(path.parents):
            yield path


def erase_archive(path: Path, suppressed: Suppressions, *, is_trial: bool = False) -> Erased:
    """Take everything that is suppressed out of one archive, and out of the files that its crawl left beside it.

    `is_trial` says what would go, and removes nothing. Raises OSError.
    """
    if path.name.lower().endswith(WARC_ENDINGS) and first_bytes(path, len(ARC_START)) != ARC_START:
        return _erase_warc(path, suppressed, is_trial)
    count = _records_in(path, lambda url: suppressed.covering(url) is not None)
    if not count:
        return Erased()
    if not is_trial:
        path.unlink()
    words = None if path.name.lower().endswith(SUFFIXES) else f"{path.name} cannot be written anew and goes whole"
    return Erased(record_count=count, removed_files=(path,), words=words)


def remove_companions(warc: Path) -> None:
    """Remove what a killed crawl may have left beside its WARC file and no later run needs."""
    for ending in ("known.jsonl", "found.txt", "run.json.part"):
        companion_path(warc, ending).unlink(missing_ok=True)


def _erase_warc(path: Path, suppressed: Suppressions, is_trial: bool) -> Erased:
    origin = crawl_origin(path)
    site = origin.site if origin else None
    found = find_forgotten(path, lambda url: suppressed.covering(url, site) is not None)
    log = fetch_log_path(path)
    lines = log.read_bytes().splitlines(keepends=True) if log.exists() else []
    kept = [line for line in (_shown_line(line, suppressed, site) for line in lines) if line is not None]
    is_whole_site = origin is not None and suppressed.hash_of("site", origin.site) in suppressed.hashes
    is_emptied = found.page_count_left == 0 and not kept and bool(found.gone or lines)
    removed: tuple[Path, ...] = ()
    if is_whole_site or is_emptied:
        # the WARC file goes last: while it is there, a removal that was killed comes by here again
        removed = tuple(one for one in (log, run_path(path), path) if one.exists())
    if not is_trial:
        if removed:
            remove_companions(path)
            for one in removed:
                one.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        else:
            erase_records(path, found)
            if kept != lines:
                _write_anew(log, b"".join(kept))
    return Erased(record_count=len(found.gone), line_count=len(lines) - len(kept), removed_files=removed)


def _records_in(path: Path, is_forgotten: IsForgotten) -> int:
    name = path.name.lower()
    if name.endswith(SUFFIXES):
        if path.stat().st_size > MAX_BODY_BYTES:
            return 0
        address = stated_address(path.read_bytes())
        return int(bool(address and is_forgotten(address)))
    if name.endswith(".wacz"):
        return sum(len(find_forgotten(packed, is_forgotten).gone) for packed in every_warc(path))
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return sum(is_forgotten(page.url) for page in arc_pages(path, None, at))


def _shown_line(line: bytes, suppressed: Suppressions, site: str | None) -> bytes | None:
    """A line of the fetch log as it stays; None where it goes. A torn one goes if it names what is forgotten."""
    text = line.decode("utf-8", "replace")
    try:
        values = json.loads(text)
        if suppressed.covering(values["url"], site):
            return None
        reason = values["reason"] and suppressed.without_addresses(values["reason"])
        if reason != values["reason"]:
            return json.dumps({**values, "reason": reason}, ensure_ascii=False).encode() + b"\n"
    except (ValueError, TypeError, KeyError, AttributeError):
        return line if suppressed.without_addresses(text) == text else None
    return line


def _write_anew(path: Path, content: bytes) -> None:
    rewriting = path.with_name(path.name + REWRITING_SUFFIX)
    with rewriting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(rewriting, path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
