"""The published file in; every view as Parquet, with two descriptions that catalogues read, out.

`datapackage.json` follows Data Package 2.0 (datapackage.org, of Frictionless), `croissant.json` Croissant 1.0
(mlcommons.org). Articles, claims and citations stand in a folder for each site, `claims/site=<slug>/`, so that who asks
about one site reads no other. DuckDB, pandas, Polars and Spark make the column `site` of the folders' names; it is not
in the files, since Arrow cannot read a column that is in both. `ducklake.sql` makes the files tables of a DuckLake.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.durability import sync_path
from warehouse.errors import NoWarehouse, WarehouseError
from warehouse.lake_script import LAKE_SCRIPT, lake_script
from warehouse.manifests import file_sha256, write_json
from warehouse.object_storage import REMOTE, remote_connection, upload
from warehouse.package_files import CROISSANT, DATA_PACKAGE, Table, TableFile, croissant, data_package
from warehouse.statements import ROOM, ask, connected, sql_text

# Arrow and Table Schema know no integer of 128 bits, which DuckDB's sums are; Parquet would make them floats.
NARROWED = {"HUGEINT": "BIGINT"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many rows each view has, and how many files and bytes that is."""

    row_counts: dict[str, int]
    file_count: int
    byte_count: int


def export_parquet(published: Path, target: str) -> Exported:
    """Write all views of the published file to a folder, or to object storage for a target such as `s3://bucket/path`.

    A folder appears whole, in the place of an earlier export; object storage gets the descriptions last.
    Raises NoWarehouse; WarehouseError for a folder that holds something else, for object storage where DuckDB's
    extension httpfs is not installed, and where writing fails.
    """
    if not published.is_file():
        raise NoWarehouse(f"there is no published warehouse at {published}: `claimtrace publish` makes one")
    try:
        if target.startswith(REMOTE):
            with closing(remote_connection()) as con, tempfile.TemporaryDirectory(prefix="claimtrace-") as folder:
                exported = write_views(published, Path(folder), target.rstrip("/"))
                upload(con, Path(folder), target.rstrip("/"))
            return exported
        with replaced(Path(target)) as folder:
            return write_views(published, folder, str(Path(target).absolute()))
    except duckdb.Error as error:
        raise WarehouseError(f"{target} was not written: {error}") from error


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """An empty folder beside the target, which takes its place at the end. Raises WarehouseError for a strange target.

    Between two renames there is no folder: who reads at that moment has to ask again.
    """
    if folder.exists() and not (folder / DATA_PACKAGE).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise WarehouseError(f"{folder} holds something else than an export of claimtrace: name another folder")
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    building, old = (folder.with_name(f"{folder.name}.{word}") for word in ("building", "old"))
    for left in (building, old):
        shutil.rmtree(left, ignore_errors=True)
    building.mkdir()
    try:
        yield building
        if folder.exists():
            os.replace(folder, old)  # noqa: PTH105
        os.replace(building, folder)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
        sync_path(folder.absolute().parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def write_views(published: Path, folder: Path, at: str) -> Exported:
    """Write every view as Parquet into an empty folder, then what describes them; at: where they will lie."""
    with closing(connected()) as con:
        con.execute(f"attach {sql_text(published)} as claimtrace (read_only)")
        con.execute("use claimtrace")
        tables = [write_view(con, name, meaning, columns, folder) for name, meaning, columns in views(con)]
    published_at = published.stat().st_mtime
    digest = file_sha256(published)
    write_json(folder / DATA_PACKAGE, data_package(tables, published_at, digest))
    write_json(folder / CROISSANT, croissant(tables, published_at, digest))
    (folder / LAKE_SCRIPT).write_text(lake_script(tables, at), encoding="utf-8")
    files = [file for table in tables for file in table.files]
    return Exported(
        row_counts={table.name: table.row_count for table in tables},
        file_count=len(files),
        byte_count=sum(file.byte_count for file in files),
    )


def views(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, dict[str, tuple[str, str]]]]:
    """Every view: its name, its meaning, and of each column the meaning and type, as the comments in the file say."""
    described = ask(con, "described_columns")
    found: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {}
    for kind, relation, meaning, column, data_type, column_meaning in described:
        if kind == "view":
            found.setdefault(relation, (meaning, {}))[1][column] = (column_meaning, data_type)
    return [(name, meaning, columns) for name, (meaning, columns) in found.items()]


def write_view(
    con: duckdb.DuckDBPyConnection, name: str, meaning: str, columns: dict[str, tuple[str, str]], folder: Path
) -> Table:
    """Write one view as one Parquet file, or as one folder a site where `partitioned/<name>.sql` says how."""
    query = ROOM / "partitioned" / f"{name}.sql"
    asked = query.read_text(encoding="utf-8") if query.exists() else f"from {name}"
    narrowed = [
        f'"{column}"::{NARROWED[kind]} as "{column}"' for column, (_, kind) in columns.items() if kind in NARROWED
    ]
    replacing = f" replace ({', '.join(narrowed)})" if narrowed else ""
    # as a view of this session: a comment at the end of the file's text must not swallow the bracket
    con.execute(f"create or replace temp view exported as {asked}")
    target, by_site = folder / f"{name}.parquet", ""
    if query.exists():
        target, by_site = folder / name, ", partition_by (site)"
        target.mkdir()
    con.execute(
        f"copy (select *{replacing} from exported) to {sql_text(target)} (format parquet, compression zstd{by_site})"  # noqa: S608
    )
    written = sorted(target.rglob("*.parquet")) if target.is_dir() else [target]
    if not written:  # no row, so no site: a file without rows still says which columns there are
        con.execute(f"copy (select *{replacing} from exported) to {sql_text(target / 'none.parquet')} (format parquet)")  # noqa: S608
        written = [target / "none.parquet"]
    kinds = {row[0]: row[1] for row in con.execute(f"describe select *{replacing} from exported").fetchall()}  # noqa: S608
    for path in written:
        sync_path(path)
    counts = con.execute(f"select count(*) from read_parquet({[str(path) for path in written]!r})")  # noqa: S608
    return Table(
        name=name,
        meaning=meaning,
        columns={column: (columns.get(column, ("The site's slug.", ""))[0], kind) for column, kind in kinds.items()},
        row_count=counts.fetchall()[0][0],
        is_partitioned=query.exists(),
        files=tuple(
            TableFile(path.relative_to(folder).as_posix(), path.stat().st_size, file_sha256(path)) for path in written
        ),
    )
