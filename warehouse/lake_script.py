"""Exported Parquet files in; the SQL that makes them tables of a DuckLake, without copying any, out."""

from collections.abc import Iterable

from warehouse.package_files import Table
from warehouse.statements import sql_text

LAKE_SCRIPT = "ducklake.sql"

OPENING = """\
-- The files of this export as tables of a DuckLake that is attached as `lake`; none is copied. Before it, for example:
--   install ducklake; load ducklake; attach 'ducklake:claims.ducklake' as lake (data_path 'claims.files/');
-- Run it once for each export, into a schema that has none of these tables. DuckLake knows the files by the path below.
"""


def lake_script(tables: Iterable[Table], at: str) -> str:
    """One transaction that makes each table, with its meaning, and adds its files; at: where the export will lie."""
    lines = [OPENING, "begin;"]
    for table in tables:
        files = sql_text(f"{at}/{table.name}/**/*.parquet" if table.is_partitioned else f"{at}/{table.name}.parquet")
        by_site = f"hive_partitioning => {str(table.is_partitioned).lower()}"
        lines += [
            f"create table lake.{table.name} as from read_parquet({files}, {by_site}) with no data;",
            f"comment on table lake.{table.name} is {sql_text(table.meaning)};",
            f"call ducklake_add_data_files('lake', {sql_text(table.name)}, {files}, {by_site});",
        ]
    return "\n".join([*lines, "commit;"]) + "\n"
