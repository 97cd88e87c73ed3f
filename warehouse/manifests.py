"""A file that is to be published in; what there is to know of it without opening it, as JSON, out."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from warehouse.copying import STORAGE_VERSION
from warehouse.durability import sync_path
from warehouse.schema import relations
from warehouse.statements import query


def manifest_path(published_path: Path) -> Path:
    """Where the manifest of a published file lies: `claimtrace.duckdb` has `claimtrace.json` beside it."""
    return published_path.with_suffix(".json")


def manifest_of(built: Path, name: str, published_at: datetime, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the manifest says of a file that is built and closed; name: what it will be called, told: contents_of it."""
    return {
        "file": name,
        "published_at": published_at.astimezone(UTC).isoformat(timespec="seconds"),
        "byte_count": built.stat().st_size,
        "sha256": file_sha256(built),
        **told,
    }


def contents_of(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What the manifest says of what is in the open file that is about to be published."""
    cursor = con.execute(query("ledger/provenance"))
    columns = [column[0] for column in cursor.description]
    ((*values,),) = cursor.fetchall()
    made = dict(zip(columns, values, strict=True))
    return {
        "versions": {
            "claimtrace": version("claimtrace"),
            "duckdb": duckdb.__version__,
            "storage": STORAGE_VERSION,
            "schema": made["schema_version"],
            "taggers": made["tagger_versions"] or [],
            "extractors": made["extractor_versions"] or [],
        },
        "loads": {
            "count": made["load_count"],
            "first_loaded_at": utc(made["first_loaded_at"]),
            "last_loaded_at": utc(made["last_loaded_at"]),
            "last_fileset": made["last_fileset"],
        },
        "runs": made["runs"] or [],
        "row_counts": {relation: row_count(con, relation) for relation, _, _ in relations(con)},
    }


def row_count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    """How many rows a view or table has."""
    ((count,),) = con.execute(f"select count(*) from {relation}").fetchall()  # noqa: S608 -- a relation of ours
    return int(count)


def utc(moment: datetime | None) -> str | None:
    """A time of the warehouse, which is UTC and says no zone, as text that does."""
    return None if moment is None else moment.replace(tzinfo=UTC).isoformat(timespec="seconds")


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(target: Path, content: Any) -> None:
    """Write JSON beside the target, then in its place."""
    building = target.with_name(f"{target.name}.building")
    building.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sync_path(building)
    os.replace(building, target)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
