"""The list of faults and the tests with their marks in; docs/reliability.md out: `python -m tests.fault_matrix`."""

import ast
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.crawl_faults import FAULTS

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "reliability.md"
KEYS = ("fault", "happens", "kept", "seen")

HEAD = """# Reliability

What goes wrong in the world, and what claimtrace makes of it. Each fault is made by the tests beside it, as the real
thing made small; `pytest -m fault` runs them all. [crawling.md](crawling.md) tells the faults of the crawled web one by
one. This page is written by `python -m tests.fault_matrix`.

"""

TAIL = """
## Whole runs with accidents

Too long for a test, and run by hand; the figures are those of 29 November 2026, on two busy cores.

- `python -m tests.benchmarks.crash_laboratory`: each round crawls, tags, loads, publishes and reports a site that
  changes, and is killed, or loses its disk, its rights, its network, its memory or its clock; the next goes on with
  what it left. 520 rounds: nothing acknowledged was lost, every check passed, every link of the report led
  somewhere, and `doctor --fix` left nothing wrong. A run by a clock that had been set back called itself failed
  ("no article at all"), since what was not due belonged to no article then; that is mended, with a test.
- `python -m tests.benchmarks.hostile_hour`: 10,000 hostile and random pages an hour through whole runs of one
  process. It found that a load of 1,500 near-copies took 20 GB, and that the same words among many of one frame
  could be two wordings, which stopped the publication; both are mended, with tests. The hour after that came to its
  end: 10,008 pages, each with an outcome; files, sockets, processes and temporary files as at the start. Memory of the
  process's own went from 370 to 524 MB (from the third run to the last by 1.29). That is what the tagger keeps of each
  word form that it meets, some four kilobytes up to 65,536 forms, and these pages are full of words that nobody wrote:
  with bounds of 1,000 forms, eight runs of 200 pages held 338, 355, 362, 376, 378, 370, 376 and 373 MB.
- `python -m tests.benchmarks.soak`: the same by way of Prefect, with its server killed, too. 202 rounds: nothing that
  was archived was lost, and what `doctor --fix` left, it or the next run cleared: five crawls whose run had been killed
  before they began (they ask for nothing now), and a run that Prefect's server wrote down after its process was dead.
- `python -m tests.benchmarks.warehouse_kills`: the loader, the migration, the publication and the forgetting alone.
"""


def faults() -> dict[str, dict[str, str]]:
    """Every fault of tests/faults.toml by its id."""
    return tomllib.loads((TESTS / "faults.toml").read_text(encoding="utf-8"))


def marked_tests() -> dict[str, list[str]]:
    """The tests of each fault as `test_module::test_name`, found by their marks without importing them."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for fault_id in map(_marked, node.decorator_list):
                    if fault_id:
                        found.setdefault(fault_id, []).append(f"{path.stem}::{node.name}")
    for fault in FAULTS:
        name = "test_crawl_faults::test_what_becomes_of_an_address"
        if name not in found.setdefault(fault.id, []):
            found[fault.id].append(name)
    return found


def _marked(decorator: ast.expr) -> str | None:
    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.fault":
        return str(ast.literal_eval(decorator.args[0]))
    return None


def reliability_page(known: Mapping[str, Mapping[str, str]], tests: Mapping[str, list[str]]) -> str:
    """The page: how many faults are tested, a table of what becomes of each, and a table of their tests."""
    tested = sum(fault_id in tests for fault_id in known)
    lines = [f"{tested} of {len(known)} faults are made by tests.", ""]
    lines += ["| id | what goes wrong | what happens | what is kept | what the user sees |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {fault_id} | " + " | ".join(_cell(row[key]) for key in KEYS) + " |" for fault_id, row in known.items()
    ]
    lines += ["", "## The tests", "", "| id | tests |", "| --- | --- |"]
    for fault_id, row in known.items():
        names = ", ".join(f"`{name}`" for name in sorted(tests.get(fault_id, ())))
        lines.append(f"| {fault_id} | {names or 'none: ' + _cell(row['no_test'])} |")
    return HEAD + "\n".join(lines) + "\n" + TAIL


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(reliability_page(faults(), marked_tests()), encoding="utf-8")
    sys.stdout.write(f"{len(faults())} faults written to {PAGE}\n")
