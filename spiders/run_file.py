"""How a run went in, a small JSON file beside its WARC file out; and back."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from transforms.records import Run


def run_path(warc: Path) -> Path:
    """Return where the run file of a WARC file lies: `<run_id>.run.json` beside it."""
    stem = warc.name.removesuffix(".open").removesuffix(".gz").removesuffix(".warc")
    return warc.with_name(f"{stem}.run.json")


def write_run(path: Path, run: Run) -> None:
    """Write a run, whole or not at all."""
    values = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(run).items()}
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    os.replace(part, path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
