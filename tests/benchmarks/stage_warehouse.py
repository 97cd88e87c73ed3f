"""A load to a bare INSERT, a publication to a copy of the file, and every view and question, at 100,000 claims.

`python -m tests.benchmarks.warehouse 1000000` tells it for a million.
"""

import shutil
import tempfile
from pathlib import Path

from tests.benchmarks.figures import Figure, summed_up
from tests.benchmarks.warehouse import LOADED_CLAIMS, PROMISED_SECONDS, seconds
from tests.benchmarks.warehouse import figures as warehouse_figures

STAGE = "warehouse"
CLAIMS = 100_000


def figures(_: Path) -> list[Figure]:
    """Ratios and counts of a warehouse of synthetic claims."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = warehouse_figures(CLAIMS, folder)
        published = folder / "published" / "claimtrace.duckdb"
        copied, _ = seconds(lambda: shutil.copyfile(published, folder / "copy.duckdb"))
    slowest = max(60.0 if value is None else value for value in told["seconds"].values())
    over = len(told["over_a_second"])
    return [
        summed_up(
            STAGE, "load", [told["load"][f"{LOADED_CLAIMS[0]} new"]["ratio"]], "of a bare INSERT's speed", goal=0.5
        ),
        summed_up(
            STAGE,
            "publication",
            [told["publish_seconds"] / max(copied, 1e-3)],
            "times a copy's time",
            more_is_better=False,
        ),
        summed_up(STAGE, "slowest answer", [slowest], "s", goal=PROMISED_SECONDS, more_is_better=False),
        summed_up(STAGE, "answers over a second", [over], f"of {told['asked']}", goal=0, more_is_better=False),
        summed_up(STAGE, "file size", [told["published_bytes_a_claim"]], "bytes a claim", more_is_better=False),
    ]
