"""How fast a site is crawled, as a ratio to a bare Scrapy spider in the same run, and what a second crawl costs.

Also: does memory stay flat (peak of a crawl of many pages to that of few), and what does a second crawl of a site
without validators cost. A ratio holds on another machine, seconds do not. 20,000 pages take three minutes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spiders.archive_knowledge import with_archives
from spiders.crawling import crawl_command, crawl_environment
from spiders.known_pages import write_known_pages

FEW, MANY = 2_000, 20_000
SITE = "bench"


@contextmanager
def served(count: int) -> Iterator[str]:
    """The origin of a site of `count` pages in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.crawl_server", str(count)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


def run(command: list[str], environment: dict[str, str] | None = None) -> tuple[dict[str, Any], float, float]:
    """Run a command; return the JSON of its last line, its wall seconds and its peak memory in MB."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as stdout:
        process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, text=True, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        lines = stdout.read().strip().splitlines()
    if process.returncode or not lines:
        raise RuntimeError(process.stderr.read() if process.stderr else "no output")
    return json.loads(lines[-1]), time.monotonic() - started, usage.ru_maxrss / 1024


def crawl(folder: Path, origin: str, number: int, known: bool = False) -> tuple[dict[str, Any], float, float]:
    """Crawl the site; return its summary, wall seconds and peak memory."""
    site = folder / f"{SITE}.toml"
    site.write_text(
        f'name = "B"\nhomepage = "{origin}/"\nlanguages = ["nl"]\n[crawl]\nstart_pages = ["{origin}/p0"]\n'
        "delay_seconds = 0.0\nconcurrency = 8\nmax_depth = 50\nmax_pages = 1000000\nmin_revisit_days = 0.0\n"
    )
    run_id = f"{SITE}-20261123T1200{number:02}Z"
    path = None
    if known:
        path = folder / "known.jsonl"
        write_known_pages(with_archives({}, sorted(folder.glob("*.warc.gz")), SITE).values(), path)
    return run(crawl_command(site, folder / f"{run_id}.warc.gz", run_id, path), crawl_environment())


def figures(few: int, many: int) -> dict[str, Any]:
    """Return the ratios and what they were made of."""
    with tempfile.TemporaryDirectory() as name, served(few) as origin:
        bare, _, bare_memory = run([sys.executable, "-m", "tests.benchmarks.bare_spider", origin, str(few)])
        ours, _, few_memory = crawl(Path(name), origin, 0)
        again, _, _ = crawl(Path(name), origin, 1, known=True)
    with tempfile.TemporaryDirectory() as name, served(many) as origin:
        large, _, many_memory = crawl(Path(name), origin, 0)
    bare_rate, our_rate = bare["pages"] / bare["seconds"], ours["pages_archived"] / ours["seconds"]
    return {
        "pages_per_second_of_bare_scrapy": round(our_rate / bare_rate, 3),
        "seconds_of_a_second_crawl_of_the_first": round(again["seconds"] / ours["seconds"], 3),
        "memory_of_many_pages_to_few": round(many_memory / few_memory, 3),
        "pages": {"few": ours["pages_archived"], "many": large["pages_archived"]},
        "pages_per_second": {"bare": round(bare_rate), "ours": round(our_rate)},
        "peak_megabytes": {"bare": round(bare_memory), "few": round(few_memory), "many": round(many_memory)},
    }


if __name__ == "__main__":
    sizes = [int(one) for one in sys.argv[1:]] or [FEW, MANY]
    sys.stdout.write(json.dumps(figures(*sizes), indent=1) + "\n")
