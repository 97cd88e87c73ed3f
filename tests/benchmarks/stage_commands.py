"""What a command costs before it does anything, as a multiple of a bare Python's start."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.figures import Figure, summed_up
from warehouse.connection import open_warehouse
from warehouse.publication import publish

STAGE = "commands"
ROUNDS = 5
_MAIN = "from flows.cli import main; main()"


def figures(_: Path) -> list[Figure]:
    """Processor seconds of `--help` to `python -c pass`, and of `sql "select 1"` to `import duckdb`."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        open_warehouse(data / "claimtrace.duckdb").close()
        publish(data / "claimtrace.duckdb", data / "published" / "claimtrace.duckdb", keep=0)
        sql = [sys.executable, "-c", _MAIN, "sql", "--data", name, "select 1"]
        pairs = {
            "--help": ([sys.executable, "-c", _MAIN, "--help"], [sys.executable, "-c", "pass"], 8.0, "python -c pass"),
            'sql "select 1"': (sql, [sys.executable, "-c", "import duckdb"], 2.0, 'python -c "import duckdb"'),
        }
        found = []
        for command, (ours, floor, goal, called) in pairs.items():
            times = [seconds(ours) / seconds(floor) for _ in range(ROUNDS + 1)][1:]
            found.append(
                summed_up(STAGE, command, times, f"times the time of {called}", goal=goal, more_is_better=False)
            )
    return found


def seconds(command: list[str]) -> float:
    """Processor seconds of one run of a command: those of the clock tell what else the machine does.

    Raises RuntimeError where it fails.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime
