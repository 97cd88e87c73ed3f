"""What registries answered in, as records; its rows in Parquet files, then in the warehouse, out: all or nothing."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.resolved_sources import ResolvedSources
from warehouse.durability import sync_path
from warehouse.errors import WarehouseError
from warehouse.filesets import SURROGATES
from warehouse.statements import ask, run_file, sql_files, transaction

_TEXT, _COUNT, _FLAG, _MOMENT = pa.string(), pa.int64(), pa.bool_(), pa.timestamp("us", tz="UTC")

WORK_SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        "works": pa.schema(
            [
                *((name, _TEXT) for name in ("work_id", "registry", "registry_id", "doi", "pmid", "pmcid", "title")),
                ("year", _COUNT),
                *((name, _TEXT) for name in ("journal", "publisher", "first_author")),
                ("types", pa.list_(_TEXT)),
                *((name, _FLAG) for name in ("is_preprint", "is_animal", "is_retracted")),
                ("retraction_notice", _TEXT),
                ("retracted_on", pa.date32()),
            ]
        ),
        "source_works": pa.schema(
            [
                *((name, _TEXT) for name in ("source_id", "work_id", "registry", "method")),
                ("score", pa.float64()),
                ("is_checked_back", _FLAG),
            ]
        ),
        "source_answers": pa.schema(
            [
                *((name, _TEXT) for name in ("source_id", "registry", "status")),
                ("http_status", _COUNT),
                ("reason", _TEXT),
                ("asked_at", _MOMENT),
                ("next_try_at", _MOMENT),
            ]
        ),
        "work_candidates": pa.schema(
            [
                *((name, _TEXT) for name in ("citation_id", "registry", "method")),
                ("rank", _COUNT),
                ("score", pa.float64()),
                *((name, _TEXT) for name in ("query", "registry_id", "doi", "pmid", "title")),
                ("year", _COUNT),
                ("asked_at", _MOMENT),
            ]
        ),
    }
)


def write_works(folder: Path, resolved: ResolvedSources) -> Path:
    """Write a set of answers as Parquet files to `<folder>/<digest>` and return that path; the same set, the same path.

    It is written beside itself and renamed when it is whole. What an interrupted run left is removed.
    """
    tables = {
        name: [_row(record, schema.names) for record in getattr(resolved, name)]
        for name, schema in WORK_SCHEMAS.items()
    }
    target = folder / _digest(tables)
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.open"):
        shutil.rmtree(left, ignore_errors=True)
    if target.is_dir():
        return target
    building = target.with_name(f"{target.name}.open")
    building.mkdir()
    for name, schema in WORK_SCHEMAS.items():
        path = building / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(tables[name], schema=schema), path, compression="zstd")
        sync_path(path)
    sync_path(building)
    os.replace(building, target)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    sync_path(folder)
    return target


def load_works(con: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    """Load a set of answers, all of it or, on any error, nothing; out: whether there was anything new.

    Raises WarehouseError when a file is damaged or the disk full; close the connection then.
    """
    if ask(con, "ledger/last_work_load") == [(folder.name,)]:
        return False
    parameters = {"digest": folder.name, **{name: str(folder / f"{name}.parquet") for name in WORK_SCHEMAS}}
    try:
        with transaction(con):
            for path in sql_files("work_loads"):
                run_file(con, path, parameters)
    except duckdb.Error as error:
        raise WarehouseError(f"the registries' answers were not loaded, nothing of them: {error}") from error
    return True


def _row(record: object, names: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, Any] = asdict(record)  # type: ignore[call-overload]
    fields = {**fields.pop("work", {}), **fields}  # a work's row has its id beside its fields
    return {name: _clean(fields[name]) for name in names}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(SURROGATES)
    return [_clean(one) for one in value] if isinstance(value, tuple) else value


def _digest(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    def plain(value: date) -> str:  # a moment is a date, too; no other type of a column needs words
        return value.isoformat()

    return hashlib.sha256(json.dumps(tables, sort_keys=True, default=plain).encode()).hexdigest()[:16]
