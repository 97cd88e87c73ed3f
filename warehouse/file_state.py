"""A DuckDB file in; a word that changes with every write to it, whatever the clock says, out."""

import hashlib
from pathlib import Path

from warehouse.copying import log_beside

# A DuckDB file opens with three headers of 4 KiB: what it is, and two in turn that count its checkpoints. They are all
# that has to be read to see that something was written, however large the file is.
_HEADER_BYTES = 3 * 4096


def file_state(path: Path) -> str | None:
    """16 hexadecimal characters that stand for what a file holds now; None where there is none.

    Equal for two looks between which nothing was written, and for a copy of the file; times and names are not in it.
    Not while this process has the file open: to close the second look would release DuckDB's lock (POSIX).
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
            size = file.seek(0, 2)
    except FileNotFoundError:
        return None
    log = log_beside(path)
    log_bytes = log.stat().st_size if log.exists() else 0
    return hashlib.sha256(head + f"{size} {log_bytes}".encode()).hexdigest()[:16]
