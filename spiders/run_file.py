"""How a run went in, a small JSON file beside its WARC file out; and back."""

import json
import os
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from spiders.companions import companion_path
from transforms.records import Run

_TIMES = ("started_at", "finished_at")
_TEXTS = ("run_id", "site", "finish_reason", "expected_languages")
_SHARES = ("expected_dated_share", "expected_authored_share")
_MAX_BYTES = 64 * 2**10  # a run file has some 500 bytes; what is larger is none, and is not read into memory


def run_path(warc: Path) -> Path:
    """Return where the run file of a WARC file lies: `<run_id>.run.json` beside it."""
    return companion_path(warc, "run.json")


def write_run(path: Path, run: Run) -> None:
    """Write a run, whole or not at all. Raises OSError; what was there before stands then."""
    values = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(run).items()}
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    os.replace(part, path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known


def read_run(path: Path) -> Run | None:
    """Return the run that a file tells of; None where there is no such file or it is no run, torn or a stranger's."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        values = json.loads(path.read_bytes())
        said: dict[str, Any] = {field.name: _read(field.name, values[field.name]) for field in fields(Run)}
        return Run(**said)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _read(name: str, value: Any) -> object:
    """Return a field's value as the record has it. Raises ValueError or TypeError for what it cannot be."""
    if name in _TIMES:
        time = None if value is None and name == "finished_at" else datetime.fromisoformat(value)
        if time is not None and time.tzinfo is None:
            raise ValueError(f"{name} has no zone: {value}")
        return time
    if name in _TEXTS:
        fits = isinstance(value, str)
    elif name in _SHARES:
        fits = value is None or (isinstance(value, int | float) and 0 <= value <= 1)
    else:
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
    if not fits:
        raise ValueError(f"{name} is {value!r}")
    return value
