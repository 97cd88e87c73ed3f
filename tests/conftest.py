"""What several tests stand on: where the project lies, and one demo run for all that look at its results."""

import atexit
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# What CI says of a change hangs on the change alone, and not on what else the machine does: examples are the same each
# time, and none is timed. `make explore` looks for what no example has shown yet.
NOT_TIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("repeatable", derandomize=True, **NOT_TIMED)
settings.register_profile("explore", max_examples=1000, **NOT_TIMED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# DuckDB's bindings print a page about leaked instances when the interpreter ends under pytest; its result comes before.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class DemoRun:
    """A finished `claimtrace demo`: its data folder, and what it printed."""

    data: Path
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """Run the demo as a newcomer does, in a process of its own, once for all tests."""
    data = tmp_path_factory.mktemp("data")
    done = claimtrace("demo", "--data", data, timeout=300)
    assert done.returncode == 0, done.stderr
    return DemoRun(data / "demo", done.stdout, done.stderr)


def claimtrace(
    *arguments: object, stdin: str | None = None, timeout: float = 120, prefect: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with what it prints as text.

    It knows no Prefect but that of its data folder, or of the variables in `prefect`: not that of a test before it in
    this process.
    """
    command = [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)]
    known = without_prefect() | dict(prefect or {})
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, timeout=timeout, cwd=ROOT, check=False, env=known
    )


def without_prefect() -> dict[str, str]:
    """The variables of this process but for Prefect's, which a test before may have set."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


@pytest.fixture(scope="session")
def shared_gold() -> Path:
    """The folder of annotated articles, where it lies beside the project."""
    if not (SHARED / "gold" / "dev.jsonl").exists():
        pytest.skip("the annotated articles are not beside the project")
    return SHARED / "gold"
