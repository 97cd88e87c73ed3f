"""A disk of a few megabytes, to be filled up: a file system in memory, for as long as somebody looks."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoSmallDisk(Exception):
    """No file system can be mounted here, which takes Linux and its root; the message is the system's own."""


@contextmanager
def small_disk(at: Path, megabytes: int) -> Iterator[Path]:
    """An empty disk at the folder `at`, which is made. Raises NoSmallDisk."""
    at.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(at)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NoSmallDisk(str(error)) from error
    if done.returncode:
        raise NoSmallDisk(done.stderr.strip())
    try:
        yield at
    finally:
        # lazily: DuckDB may hold a file for a moment longer
        subprocess.run(["umount", "--lazy", str(at)], check=True)


@contextmanager
def filled(disk: Path, left: int) -> Iterator[None]:
    """While inside, all but `left` bytes of the disk are taken."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - left)))
    try:
        yield
    finally:
        ballast.unlink()
