"""What a killed crawl left in; a finished WARC file, and an outcome for every address that it had found, out."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from spiders.fetch_log import fetch_log_path, outcome_line, read_fetch_log
from spiders.found_journal import journal_path, read_journal
from spiders.waiting import ENDED_FIRST, was_cut_off
from spiders.warc import read_pages
from spiders.warc_file import Salvage, lock, salvage
from spiders.warc_origin import crawl_origin
from transforms.records import Outcome

REASON = f"{ENDED_FIRST}: killed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What was saved: the WARC file's whole records, and how many addresses had been found and wait for the next."""

    salvage: Salvage
    waiting_count: int


def recover(open_path: Path) -> Recovery:
    """Finish what a killed crawl left: complete its fetch log from its journal, then cut and name its WARC file.

    Killed in the middle it can be done again. Raises WarcInUse while the crawl that writes the file still runs, and
    ValueError, FileExistsError and OSError as `salvage` does.
    """
    with open_path.open("rb") as file:
        lock(file, open_path)
        unfinished = _unfinished(open_path)
        _append(fetch_log_path(open_path), unfinished)
    saved = salvage(open_path)
    journal_path(saved.path).unlink(missing_ok=True)
    return Recovery(salvage=saved, waiting_count=sum(was_cut_off(one.outcome, one.reason) for one in unfinished))


def _unfinished(open_path: Path) -> list[Outcome]:
    """Return an outcome for each address in the journal that ended neither in the WARC file nor in the fetch log."""
    origin = crawl_origin(open_path)
    if origin is None:  # killed before its first record was whole: nothing was fetched, nothing was found
        return []
    ended = {outcome.url for outcome in read_fetch_log(fetch_log_path(open_path)).outcomes}
    ended |= {page.url for page in read_pages(open_path, origin.site, heads_only=True)}
    at = datetime.fromtimestamp(open_path.stat().st_mtime, UTC)
    return [
        Outcome(url=url, site=origin.site, run_id=origin.run_id, outcome="limit", reason=why or REASON, at=at)
        for url, why in read_journal(journal_path(open_path)).items()
        if url not in ended
    ]


def _append(path: Path, outcomes: list[Outcome]) -> None:
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        torn = size > 0 and file.read(1) != b"\n"  # the last line of a killed crawl must not swallow the next one
        file.write(("\n" if torn else "").encode() + "".join(map(outcome_line, outcomes)).encode())
        file.flush()
        os.fsync(file.fileno())
