"""A data folder in; whether its disk has room for what the next run writes, and what takes the room now, out."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from flows.data_folder import DataFolder
from flows.doctor.findings import Finding

# A run needs a WARC file and its file set (some hundred MB a site), and a second copy of the warehouse to publish.
LEAST_FREE_BYTES = 500 * 2**20
_COPIES = 2.0  # the one that is published, and DuckDB's own room while it writes it


def disk_findings(data: DataFolder, least_free_bytes: int | None = None) -> Iterator[Finding]:
    """One finding where less is free than the next run needs. CLAIMTRACE_LEAST_FREE_MB says the least, else 500."""
    if not data.root.exists():
        return
    free = shutil.disk_usage(data.root).free
    wanted = least_free() if least_free_bytes is None else least_free_bytes
    size = data.warehouse.stat().st_size if data.warehouse.exists() else 0
    needed = max(wanted, int(size * _COPIES))
    if free >= needed:
        return
    parts = {
        name: _bytes(data.root / name) for name in ("warc", "tagged", "warehouse", "published/previous", "surveys")
    }
    largest = sorted(((size, name) for name, size in parts.items() if size), reverse=True)
    told = ", ".join(f"{name} {size / 1e6:,.0f} MB" for size, name in largest) or "nothing yet"
    yield Finding(
        kind="full_disk",
        what=f"{free / 1e6:,.0f} MB are free on the disk of {data.root}; the next run may need {needed / 1e6:,.0f} MB",
        remedy=(
            f"make room; the data folder holds: {told}. Earlier published files can go "
            "(CLAIMTRACE_KEEP_PUBLISHED=0 claimtrace publish), WARC files are kept for good: move them to a larger disk"
        ),
        place=data.root,
    )


def least_free() -> int:
    """The least number of free bytes that is no finding: CLAIMTRACE_LEAST_FREE_MB, else 500 MB."""
    told = os.environ.get("CLAIMTRACE_LEAST_FREE_MB", "")
    return int(told) * 2**20 if told.isdecimal() else LEAST_FREE_BYTES


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
