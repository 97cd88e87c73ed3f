"""All figures in one table: `make bench`, or `python -m tests.benchmarks.bench [STAGE…] [--warc FILE]`.

Each stage runs in a process of its own, so that its memory is its own, and its figures are ratios to a floor of the
same run on the same pages. Results go to `bench/`: a JSON file a run with the machine's description, `history.jsonl`
with a line a run, `history.svg`; the table marks what moved beyond the noise since the last run on this machine.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.bench_pages import write_demo_warc
from tests.benchmarks.bench_plot import write_plot
from tests.benchmarks.figures import Figure, figure_of, not_measured

STAGES = ("extraction", "tagging", "whole", "commands", "crawl", "warehouse")
RESULTS = Path("bench")
PAGES = Path(__file__).parents[3] / "shared" / "corpus" / "health-nl.warc.gz"
PACKAGES = ("scrapy", "trafilatura", "lxml", "spacy", "duckdb", "prefect", "numpy")


def main() -> None:
    """Run the stages, print the table, keep the results."""
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("stages", nargs="*", metavar="STAGE", help=f"some of {', '.join(STAGES)}; none: all")
    asked.add_argument("--warc", type=Path, help="the pages; else the corpus beside the project, else the demo's")
    told = asked.parse_args()
    if unknown := set(told.stages) - set(STAGES):
        asked.error(f"no stage is called {', '.join(sorted(unknown))}: {', '.join(STAGES)}")
    with tempfile.TemporaryDirectory() as folder:
        warc = told.warc or (PAGES if PAGES.exists() else write_demo_warc(Path(folder) / "demo.warc.gz"))
        figures = [figure for stage in told.stages or STAGES for figure in stage_figures(stage, warc)]
    result = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "pages": warc.name, "machine": machine()}
    result["figures"] = [figure.as_json() for figure in figures]
    before = last_figures(RESULTS / "history.jsonl", result["machine"]["name"], warc.name)
    print_table(figures, before)
    keep(result)
    sys.stderr.write(f"kept in {RESULTS}/: {result['at']}.json, history.jsonl, history.svg\n")


def stage_figures(stage: str, warc: Path) -> list[Figure]:
    """The figures of one stage, from a process of its own; why there are none, where it failed."""
    sys.stderr.write(f"{stage} …\n")
    started = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.bench_stage", stage, str(warc)]
    with tempfile.TemporaryFile("w+") as stderr:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)
        stdout = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        stderr.seek(0)
        words = stderr.read().strip().splitlines()
    if process.returncode:
        return [not_measured(stage, "all", words[-1][:300] if words else f"exit code {process.returncode}")]
    found = [figure_of(one) for one in json.loads(stdout.splitlines()[-1])]
    peak = round(usage.ru_maxrss / 1024)
    sys.stderr.write(f"{stage}: {time.monotonic() - started:.0f} s\n")
    return [*found, Figure(stage, "peak memory of the stage", peak, peak, peak, "MB", more_is_better=False)]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "name": platform.node(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "packages": {name: version(name) for name in PACKAGES},
    }


def last_figures(history: Path, name: str, pages: str) -> dict[tuple[str, str], Figure]:
    """The newest earlier figure of each kind on this machine and these pages."""
    found: dict[tuple[str, str], Figure] = {}
    if history.exists():
        for line in history.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            if (told["machine"]["name"], told["pages"]) == (name, pages):
                figures = [figure_of(one) for one in told["figures"]]
                found |= {(one.stage, one.name): one for one in figures if one.value is not None}
    return found


def movement(now: Figure, before: Figure | None) -> str:
    """How a figure moved since the last run: "" within the noise, which is where the rounds of both overlap."""
    if before is None or None in (now.value, now.low, now.high, before.value, before.low, before.high):
        return ""
    spread = max(
        (now.high or 0) - (now.low or 0), (before.high or 0) - (before.low or 0), 0.05 * abs(before.value or 0)
    )
    moved = (now.value or 0) - (before.value or 0)
    if abs(moved) <= spread:
        return ""
    return f"{'better' if (moved > 0) == now.more_is_better else 'worse'} ({before.value:g})"


def print_table(figures: Sequence[Figure], before: Mapping[tuple[str, str], Figure]) -> None:
    """Print the figures beside their goals and the run before."""
    table = Table("stage", "figure", "seen", "rounds", "unit", "goal", "since the last run")
    for one in figures:
        goal = "" if one.goal is None else f"{'≥' if one.more_is_better else '≤'} {one.goal:g}"
        mark = {True: " reached", False: " short", None: ""}[one.reached]
        seen = "–" if one.value is None else f"{one.value:.3g}"
        rounds = "" if one.value is None or one.low == one.high else f"{one.low:.3g} to {one.high:.3g}"
        moved = movement(one, before.get((one.stage, one.name)))
        table.add_row(one.stage, one.name, seen, rounds, one.missing or one.unit, goal + mark, moved)
    Console(width=160 if not sys.stdout.isatty() else None).print(table)


def keep(result: dict[str, Any]) -> None:
    """Write a run's results, add it to the history and draw that anew."""
    RESULTS.mkdir(exist_ok=True)
    name = result["at"].replace(":", "").replace("+0000", "Z")
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    with (RESULTS / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(result) + "\n")
    write_plot(RESULTS / "history.jsonl", RESULTS / "history.svg")


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor()
    )


if __name__ == "__main__":
    main()
