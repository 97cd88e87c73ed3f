"""From a WARC to the published file, to the sum of the floors on the way; again unchanged; with one worker and two."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb
import lxml.html
import spacy

from tests.benchmarks.bench_pages import pages_of, write_pages
from tests.benchmarks.figures import Figure, summed_up
from tests.benchmarks.stage_extraction import trafilatura_of
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.records import Article, Page

STAGE = "whole"
PAGES = 100_000  # all there are: the start of workers is a sixth of the time of 400
_MAIN = "from flows.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command took: wall seconds, and the peak memory of its largest process in MB."""

    seconds: float
    peak_mb: float


def figures(warc: Path) -> list[Figure]:
    """Ratios of whole commands; one round, for each takes minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = pages_of(warc, PAGES)
        # as many files as workers, as crawls come in
        halves = [write_pages(pages[start::2], folder / f"half{start}.warc.gz") for start in (0, 1)]
        two = ran(ingest(halves, folder / "two", 2))
        again = ran(ingest(halves, folder / "two", 2))
        one = ran(ingest(halves, folder / "one", 1))
        floor = floors(pages, folder / "two")
        cores = min(2, os.cpu_count() or 1)
        return [
            summed_up(STAGE, "WARC to published file", [floor / cores / two.seconds], "of the floors' speed", goal=0.6),
            summed_up(
                STAGE,
                "unchanged again",
                [again.seconds / two.seconds],
                "of the first run",
                goal=0.03,
                more_is_better=False,
            ),
            summed_up(STAGE, "two workers", [one.seconds / two.seconds], "times one worker's speed", goal=1.8),
            summed_up(STAGE, "peak of one process", [two.peak_mb], "MB", goal=1500, more_is_better=False),
            summed_up(STAGE, "pages", [len(pages) / two.seconds], "a second, both cores"),
        ]


def ingest(warcs: list[Path], data: Path, processes: int) -> list[str]:
    """The command that reads, loads and publishes WARC files."""
    return [
        sys.executable, "-c", _MAIN, "ingest", *map(str, warcs), "--data", str(data), "--processes", str(processes),
    ]  # fmt: skip


def ran(command: list[str]) -> Ran:
    """Run a command to its end. Raises RuntimeError with its last words where it fails."""
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, text=True)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise RuntimeError(told.read()[-2000:])
    return Ran(time.perf_counter() - started, usage.ru_maxrss / 1024)


def floors(pages: list[Page], data: Path) -> float:
    """Processor seconds that parsing, trafilatura, blank spaCy and a bare INSERT take for the same pages, together."""
    articles = [one for page in pages if isinstance(one := extract_article(page, languages()), Article)]
    blank = {code: spacy.blank(code) for code in languages()}
    for nlp in blank.values():
        nlp.add_pipe("sentencizer")
    at = [time.process_time()]
    for page in pages:
        lxml.html.fromstring(page.body)
    at.append(time.process_time())
    for page in pages:
        trafilatura_of(page, metadata=True)
    at.append(time.process_time())
    for article in articles:
        blank[article.lang](article.text)
    at.append(time.process_time())
    with duckdb.connect(":memory:") as con:
        for file in (data / "tagged").rglob("*.parquet"):
            con.execute(f"create or replace table bare as from read_parquet('{file}')")
    at.append(time.process_time())
    return sum(after - before for before, after in pairwise(at))
