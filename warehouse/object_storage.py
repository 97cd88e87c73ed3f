"""A folder and a target such as `s3://bucket/path` in; the folder's files there, through DuckDB's httpfs, out."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from warehouse.errors import WarehouseError
from warehouse.statements import connected, sql_text

# What DuckDB's extension httpfs writes to.
REMOTE = ("s3://", "gs://", "gcs://", "r2://")


def remote_connection(environment: Mapping[str, str] = os.environ) -> duckdb.DuckDBPyConnection:
    """A connection that can write to object storage, with the keys and the address that the environment names.

    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, and for another store than Amazon's
    AWS_ENDPOINT_URL, as boto3 and the AWS command line read them. Without a key, secrets that were stored in DuckDB are
    used (`create persistent secret`). Raises WarehouseError where DuckDB's extension httpfs is not installed.
    """
    con = connected()
    try:
        con.execute("load httpfs")
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(
            "object storage needs DuckDB's extension httpfs, which is not installed here: `install httpfs` in a DuckDB "
            f"{duckdb.__version__} that reaches extensions.duckdb.org. Or publish to a folder and copy that."
        ) from error
    if statement := secret_statement(environment):
        con.execute(statement)
    return con


def secret_statement(environment: Mapping[str, str]) -> str | None:
    """The statement that makes DuckDB use the environment's keys and address; None where it names neither."""
    settings = {
        "key_id": environment.get("AWS_ACCESS_KEY_ID"),
        "secret": environment.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": environment.get("AWS_SESSION_TOKEN"),
        "region": environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"),
    }
    if endpoint := environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL"):
        parts = urlsplit(endpoint if "://" in endpoint else f"https://{endpoint}")
        # a store of one's own seldom has a host name for each bucket
        settings |= {"endpoint": parts.netloc, "url_style": "path", "use_ssl": str(parts.scheme == "https").lower()}
    told = [f"{name} {sql_text(value)}" for name, value in settings.items() if value]
    if not settings["key_id"] and not endpoint:
        return None
    return f"create secret claimtrace_export (type s3, {', '.join(told)})"


def upload(con: duckdb.DuckDBPyConnection, folder: Path, target: str) -> None:
    """Copy every file of a folder to a target that DuckDB can write to, what describes them last."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in sorted(paths, key=lambda one: one.parent == folder and one.suffix != ".parquet"):
        name = path.relative_to(folder).as_posix()
        source, remote = sql_text(path), sql_text(f"{target}/{name}")
        con.execute(f"copy (select content from read_blob({source})) to {remote} (format blob)")  # noqa: S608
