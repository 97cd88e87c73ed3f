"""A finished file or folder in; out only once the disk holds it, so that a power cut never leaves half of one."""

import os
import shutil
from pathlib import Path


def sync_path(path: Path) -> None:
    """Wait until the disk holds a file's bytes, or a folder's list of names. Raises OSError as the disk does."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or where the file system has no such thing, make a copy. An older target goes."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # as on exFAT and some network shares
        shutil.copy2(source, target)
        sync_path(target)
