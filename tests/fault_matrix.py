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
    return HEAD + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(reliability_page(faults(), marked_tests()), encoding="utf-8")
    sys.stdout.write(f"{len(faults())} faults written to {PAGE}\n")
