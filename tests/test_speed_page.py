"""docs/speed.md: each row is a figure that `make bench` measures, and its goal is the one that stands there."""

import re

from tests.conftest import ROOT

STAGES = "".join(path.read_text() for path in sorted((ROOT / "tests" / "benchmarks").glob("stage_*.py")))


def test_each_row_is_a_figure_of_the_bench() -> None:
    table = (ROOT / "docs" / "speed.md").read_text().split("| --- | --- |")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[1:]]
    assert len(rows) > 10
    for stage, figure, seen, _ in rows:
        assert f'STAGE = "{stage}"' in STAGES
        named = figure.removeprefix("to ")
        assert figure == "nl" or f'"{named}' in STAGES or f"'{named}" in STAGES or f'"{figure}' in STAGES, figure
        assert re.search(r"\d", seen)


def test_what_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "speed.md").read_text()
    for place in re.findall(r"\]\(([^)#:]+)\)", page):
        assert (ROOT / "docs" / place if "." in place else ROOT / "docs" / f"{place}.md").exists()
