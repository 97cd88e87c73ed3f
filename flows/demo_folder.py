"""A data folder in; the demo's own folder in it, cleared of an earlier demo, out."""

import shutil
from pathlib import Path

from flows.command_errors import CommandFailed
from flows.data_folder import DataFolder

_MARK = ".claimtrace-demo"


def demo_folder(data: DataFolder) -> DataFolder:
    """The folder of the demo inside the data folder, cleared of an earlier demo. Raises CommandFailed."""
    root = data.root / "demo"
    if root.exists():
        if not (root / _MARK).exists():
            raise CommandFailed(f"{root} was not made by `claimtrace demo`; move it away or choose another --data")
        # Prefect's database stays: to make it takes ten seconds, and it holds nothing of the sites.
        for path in root.iterdir():
            if path.name not in {_MARK, "prefect"}:
                _remove(path)
    root.mkdir(parents=True, exist_ok=True)
    (root / _MARK).touch()
    return DataFolder(root)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
