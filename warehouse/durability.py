"""A finished file or folder in; out only once the disk holds it, so that a power cut never leaves half of one."""

import os
from pathlib import Path


def sync_path(path: Path) -> None:
    """Wait until the disk holds a file's bytes, or a folder's list of names. Raises OSError as the disk does."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
