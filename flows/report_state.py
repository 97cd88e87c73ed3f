"""The published file in; its report out, built where it does not stand on that very file already."""

import gc
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import reports
from flows.data_folder import DataFolder
from reports.report import Progress, ReportSummary, build_report
from warehouse.manifests import file_sha256

_NAME = "built-from.json"


def current_report(data: DataFolder, progress: Progress | None = None) -> Path:
    """The first page of a report on what is published now. One that is there already is not built again."""
    index = data.report / "index.html"
    key = report_key(data)
    if index.is_file() and _built_from(data) == key:
        return index
    return built_report(data, progress, key).path


def built_report(
    data: DataFolder, progress: Progress | None = None, key: str | None = None, **options: Any
) -> ReportSummary:
    """Build the report, whatever stands there, and write down what it was built from; options as of `build_report`."""
    key = key or report_key(data)
    with _cycles_looked_for_seldom():
        built = build_report(data.published, data.report, progress, **options)
    (data.report / _NAME).write_text(json.dumps({"key": key}) + "\n", encoding="utf-8")
    return built


@contextmanager
def _cycles_looked_for_seldom() -> Iterator[None]:
    """Of a million rows next to none is part of a cycle: to look after each 700 takes a tenth of a report's time."""
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def report_key(data: DataFolder) -> str:
    """What a report hangs on: the published file's bytes, and the code, templates and words that tell of it."""
    if not data.published.is_file():
        return ""
    digest = hashlib.sha256(file_sha256(data.published).encode())
    room = Path(reports.__file__).parent
    for path in sorted(path for path in room.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.relative_to(room).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _built_from(data: DataFolder) -> str | None:
    try:
        told = json.loads((data.report / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return str(told.get("key")) if isinstance(told, dict) else None
