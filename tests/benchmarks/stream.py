"""The memory that one large archive takes, from end to end: `python -m tests.benchmarks.stream [GIGABYTES] [WARC…]`.

The archive, not packed, is what a browser's crawl leaves: the pages of the WARC files that are named (else the
demo's), and among them films, random bytes of 5 MB each, up to so many gigabytes on the disk. `PAGES` of the
environment says how many pages there are; beyond those that are named they come again under other addresses. Two
workers tag it, then one. Told is the peak of all processes together, shared memory counted once (`Pss` of
smaps_rollup, every quarter of a second).
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path

from warcio.warcwriter import WARCWriter

from tests.benchmarks.bench_pages import pages_of, write_demo_warc, write_page
from tests.benchmarks.stage_whole import ingest
from transforms.records import Page

GIGABYTES = 10.0
MEDIA_BYTES = 5_000_000
MEDIA_EVERY = 3
ALL_PAGES = 1_000_000


def large_archive(path: Path, pages: list[Page], gigabytes: float, most_pages: int) -> int:
    """Write an archive of so many gigabytes; out: how many pages it has, at most `most_pages`."""
    dice, written = random.Random(1), 0
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for number, page in zip(count(), cycle(pages), strict=False):
            if file.tell() >= gigabytes * 1e9:
                return written
            if number < most_pages:
                copied = number // len(pages)
                address = page.url if not copied else f"{page.url}{'&' if '?' in page.url else '?'}copy={copied}"
                write_page(replace(page, url=address), writer)
                written += 1
            if number % MEDIA_EVERY == 0 or number >= most_pages:
                film = Page(
                    url=f"https://films.example/{number}.mp4", site="", fetched_at=page.fetched_at, status=200,
                    content_type="video/mp4", body=dice.randbytes(MEDIA_BYTES), record="",
                )  # fmt: skip
                write_page(film, writer)
    return written


def peak_of(command: list[str]) -> tuple[float, float]:
    """Seconds of a command and the most megabytes that it and its children had at once. Raises RuntimeError."""
    started, peak, over = time.monotonic(), [0.0], threading.Event()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, text=True, start_new_session=True)

        def look() -> None:
            while not over.wait(0.25):
                peak[0] = max(peak[0], sum(map(_megabytes, _session(process.pid))))

        looking = threading.Thread(target=look)
        looking.start()
        code = process.wait()
        over.set()
        looking.join()
        if code:
            told.seek(0)
            raise RuntimeError(told.read()[-2000:])
    return time.monotonic() - started, peak[0]


def _session(leader: int) -> list[int]:
    """The processes of a session; a process of a moment may be gone."""
    found = []
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                if os.getsid(int(one.name)) == leader:
                    found.append(int(one.name))
            except ProcessLookupError:
                continue
    return found


def _megabytes(process: int) -> float:
    try:
        lines = (Path("/proc") / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def figures(gigabytes: float, warcs: list[Path], folder: Path) -> dict[str, object]:
    """What the archive holds, and seconds and peak of each number of workers."""
    pages = [page for warc in warcs for page in pages_of(warc, ALL_PAGES)]
    path = folder / "large.warc"
    written = large_archive(path, pages, gigabytes, int(os.environ.get("PAGES", len(pages))))
    told: dict[str, object] = {"gigabytes": round(path.stat().st_size / 1e9, 2), "pages": written}
    for processes in (2, 1):
        seconds, peak = peak_of(ingest([path], folder / f"data{processes}", processes))
        told[f"workers_{processes}"] = {"seconds": round(seconds), "peak_megabytes": round(peak)}
        sys.stderr.write(f"{json.dumps(told)}\n")
    return told


if __name__ == "__main__":
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else GIGABYTES
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        asked = [Path(one) for one in sys.argv[2:]] or [write_demo_warc(Path(name) / "demo.warc.gz")]
        sys.stdout.write(json.dumps(figures(wanted, asked, Path(name)), indent=1) + "\n")
