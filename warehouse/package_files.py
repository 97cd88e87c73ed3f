"""Exported tables in; what describes them to catalogues, as Data Package and as Croissant, out. No file is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

DATA_PACKAGE = "datapackage.json"
CROISSANT = "croissant.json"
# Data Package names the registered media type; Croissant's own reader knows Parquet by its older name only.
MEDIA_TYPE = "application/vnd.apache.parquet"
CROISSANT_MEDIA_TYPE = "application/x-parquet"

# The column that is in the names of folders: `claims/site=healthledger/`, percent-encoded where it must be.
PARTITION = "site"

NAME = "claimtrace"
TITLE = "Health claims and the sources offered for them"
DESCRIPTION = (
    "Every claim that crawled health articles make and every source they offer for it. All times are UTC; offsets are "
    "Unicode code points from 0, half open."
)

# Types of DuckDB as Table Schema and Croissant name them; a list by what it holds, anything else is text.
TABLE_SCHEMA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "VARCHAR": "string",
        "BIGINT": "integer",
        "INTEGER": "integer",
        "UINTEGER": "integer",
        "DOUBLE": "number",
        "BOOLEAN": "boolean",
        "DATE": "date",
        "TIMESTAMP": "datetime",
    }
)
CROISSANT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "sc:Text",
        "integer": "sc:Integer",
        "number": "sc:Float",
        "boolean": "sc:Boolean",
        "date": "sc:Date",
        "datetime": "sc:DateTime",
    }
)


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a table: its path below the export's folder, its size and its sha256."""

    path: str
    byte_count: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An exported view. columns: the meaning and DuckDB type of each, in order."""

    name: str
    meaning: str
    columns: Mapping[str, tuple[str, str]]
    row_count: int
    is_partitioned: bool
    files: tuple[TableFile, ...]


def data_package(tables: Sequence[Table], published_at: float, digest: str) -> dict[str, Any]:
    """The Data Package 2.0 descriptor: a resource a table, with its Table Schema.

    published_at: seconds since 1970; digest: the sha256 of the published file that the tables come from.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "id": f"sha256:{digest}",
        "title": TITLE,
        "description": DESCRIPTION,
        "created": _moment(published_at),
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    paths: dict[str, Any] = {"path": [file.path for file in table.files]}
    if not table.is_partitioned:
        (file,) = table.files
        paths = {"path": file.path, "bytes": file.byte_count, "hash": f"sha256:{file.sha256}"}
    return {
        "name": table.name,
        "type": "table",
        "description": table.meaning,
        **paths,
        "format": "parquet",
        "mediatype": MEDIA_TYPE,
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            # the site is in the names of the folders alone
            **({"fieldsMatch": "superset"} if table.is_partitioned else {}),
            "fields": [
                {"name": name, "type": _table_schema_type(kind), "description": meaning}
                for name, (meaning, kind) in table.columns.items()
            ],
        },
    }


def croissant(tables: Sequence[Table], published_at: float, digest: str) -> dict[str, Any]:
    """The Croissant 1.0 description: the files, and a record set a table whose fields lead to columns of them."""
    return {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": NAME,
        "description": f"{TITLE}. {DESCRIPTION}",
        "datePublished": _moment(published_at),
        "version": f"{datetime.fromtimestamp(published_at, tz=UTC):%Y.%m.%d}",
        "identifier": f"sha256:{digest}",
        "distribution": [part for table in tables for part in _distribution(table)],
        "recordSet": [_record_set(table) for table in tables],
    }


def _distribution(table: Table) -> list[dict[str, Any]]:
    """The file of a table; of one in folders, all of its files and the set that they make."""
    files = [
        {
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path.replace("/", "-"),
            "contentUrl": file.path,
            "contentSize": f"{file.byte_count} B",
            "encodingFormat": CROISSANT_MEDIA_TYPE,
            "sha256": file.sha256,
        }
        for file in table.files
    ]
    if not table.is_partitioned:
        return files
    together = {
        "@type": "cr:FileSet",
        "@id": f"{table.name}-files",
        "name": f"{table.name}-files",
        "encodingFormat": CROISSANT_MEDIA_TYPE,
        "includes": f"{table.name}/**/*.parquet",
    }
    return [*files, together]


def _record_set(table: Table) -> dict[str, Any]:
    source = {"fileSet": {"@id": f"{table.name}-files"}} if table.is_partitioned else None
    source = source or {"fileObject": {"@id": table.files[0].path}}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.meaning,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{name}",
                "name": f"{table.name}/{name}",
                "description": meaning,
                "dataType": CROISSANT_TYPES.get(_table_schema_type(kind.removesuffix("[]")), "sc:Text"),
                **({"repeated": True} if kind.endswith("[]") else {}),
                "source": {**source, **_extract(table, name)},
            }
            for name, (meaning, kind) in table.columns.items()
        ],
    }


def _extract(table: Table, name: str) -> dict[str, Any]:
    """Where a field stands: in a column, or for the site of a table in folders in the folder's name."""
    if table.is_partitioned and name == PARTITION:
        return {"extract": {"fileProperty": "fullpath"}, "transform": {"regex": f".*{PARTITION}=([^/]+)/.*"}}
    return {"extract": {"column": name}}


def _table_schema_type(kind: str) -> str:
    if kind.endswith("[]"):
        return "array"
    return TABLE_SCHEMA_TYPES.get(kind, "string")


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%dT%H:%M:%SZ}"


# The context that the Croissant 1.0 specification prescribes: readers compare it with their own.
CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    }
)
