"""The export as a DuckLake and in object storage: an existing engine answers from the same files what ours answers.

The extensions come as Python packages for DuckDB 1.5.5 and not yet for DuckDB 2, so they stand in an environment of
their own; where CLAIMTRACE_DUCKDB_15 names no Python that has them, this is skipped:

    uv venv old
    uv pip install --python old/bin/python duckdb==1.5.5 duckdb-extension-ducklake==1.5.5 \
        duckdb-extension-sqlite-scanner==1.5.5 duckdb-extension-httpfs==1.5.5 'moto[s3,server]'
    CLAIMTRACE_DUCKDB_15=old/bin/python pytest tests/test_scale_out.py
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.published_files import publish_articles
from tests.tagged_articles import full_example, make_article, make_tagged
from warehouse.object_storage import secret_statement
from warehouse.parquet_export import export_parquet
from warehouse.queries import Published

OLD = os.environ.get("CLAIMTRACE_DUCKDB_15")

OPEN = """
import json, sys, duckdb
from importlib.resources import files
from pathlib import Path

def load(name):
    folder = files("duckdb_extension_" + name) / "extensions" / ("v" + duckdb.__version__)
    con.execute(f"load '{folder / name}.duckdb_extension'")

con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
folder = Path(sys.argv[1])
"""

# The tables of a lake, made by the export's own script, with how many rows each has, and the claims of each site.
LAKE = (
    OPEN
    + """
for name in sys.argv[3:]:
    load(name)
con.execute(f"attach '{sys.argv[2]}' as lake (data_path '{folder.parent / 'lake'}/')")
con.execute((folder / "ducklake.sql").read_text())
tables = con.execute("select table_name, comment from duckdb_tables() where database_name = 'lake'").fetchall()
print(json.dumps({
    "counts": {name: con.execute(f"select count(*) from lake.{name}").fetchone()[0] for name, _ in tables},
    "is_told": all(comment for _, comment in tables),
    "sites": con.execute("select site, count(*) from lake.claims group by all order by all").fetchall(),
    "copied": sum(path.is_file() for path in (folder.parent / "lake").rglob("*")),
}))
"""
)

# The export in a bucket of a server on this machine, put there by our own statements, read from there, and as a lake.
BUCKET = (
    OPEN
    + """
import boto3
from moto.server import ThreadedMotoServer
from warehouse.object_storage import secret_statement, upload

server = ThreadedMotoServer("127.0.0.1", port=0)
server.start()
address = "http://%s:%s" % server.get_host_and_port()
keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "it's", "AWS_REGION": "us-east-1"}
boto3.client("s3", endpoint_url=address, aws_access_key_id="key", aws_secret_access_key="it's",
    region_name="us-east-1").create_bucket(Bucket="bucket")
load("httpfs")
load("ducklake")
con.execute(secret_statement(keys | {"AWS_ENDPOINT_URL": address}))
upload(con, folder, "s3://bucket/health")
there = con.execute("select count(*) from glob('s3://bucket/health/**')").fetchone()[0]
sites = con.execute("select site, count(*) from 's3://bucket/health/claims/**/*.parquet' group by all").fetchall()
con.execute(f"attach 'ducklake:{folder.parent / 'remote.ducklake'}' as lake (data_path 's3://bucket/lake/')")
con.execute((folder / "ducklake.sql").read_text().replace(str(folder), "s3://bucket/health"))
print(json.dumps({"there": there, "sites": sites,
    "lake": con.execute("select site, count(*) from lake.claims group by all").fetchall()}))
server.stop()
"""
)


def told_by_old(script: str, *arguments: object, needs: tuple[str, ...]) -> dict[str, Any]:
    """What a script printed as JSON under the Python that has the extensions; skips where there is none."""
    if not OLD:
        pytest.skip("CLAIMTRACE_DUCKDB_15 names no Python that has DuckDB 1.5 and its extensions")
    there = subprocess.run([OLD, "-c", f"import {', '.join(needs)}"], capture_output=True, text=True, check=False)
    if there.returncode:
        pytest.skip(f"{OLD} lacks a package: {there.stderr.splitlines()[-1]}")
    done = subprocess.run(
        [OLD, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    other = make_tagged(make_article("https://other.test/b", "Other words.", site="other.test"))
    return publish_articles(tmp_path_factory.mktemp("published"), [full_example(), other])


def counts(published: Path) -> dict[str, int]:
    with Published(published) as asked:
        views = [
            row[0]
            for row in asked.rows("select view_name from duckdb_views() where schema_name = 'main' and not internal")
        ]
        return {view: asked.rows(f"select count(*) from {view}")[0][0] for view in views}


@pytest.mark.parametrize(
    ("catalog", "extensions"),
    [("ducklake:{}/it.ducklake", ("ducklake",)), ("ducklake:sqlite:{}/it.sqlite", ("sqlite_scanner", "ducklake"))],
)
def test_the_export_is_a_ducklake_and_no_file_is_copied(
    catalog: str, extensions: tuple[str, ...], published: Path, tmp_path: Path
) -> None:
    export_parquet(published, str(tmp_path / "it's out"))
    told = told_by_old(
        LAKE, tmp_path / "it's out", catalog.format(tmp_path), *extensions,
        needs=tuple(f"duckdb_extension_{name}" for name in extensions),
    )  # fmt: skip
    assert told["counts"] == counts(published)
    assert told["is_told"]
    assert told["sites"] == [["site", 3]]
    assert told["copied"] == 0


def test_the_export_is_read_from_object_storage(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export_parquet(published, str(folder))
    needs = ("duckdb_extension_httpfs", "duckdb_extension_ducklake", "moto.server", "boto3")
    told = told_by_old(BUCKET, folder, needs=needs)
    assert told["there"] == sum(path.is_file() for path in folder.rglob("*"))
    assert told["sites"] == told["lake"] == [["site", 3]]


def test_the_lake_script_names_every_view_where_it_will_lie(published: Path, tmp_path: Path) -> None:
    export_parquet(published, str(tmp_path / "out"))
    script = (tmp_path / "out" / "ducklake.sql").read_text()
    assert f"read_parquet('{tmp_path}/out/claims/**/*.parquet', hive_partitioning => true)" in script
    assert all(f"create table lake.{view} as" in script for view in counts(published))


def test_keys_and_address_come_from_the_environment() -> None:
    assert secret_statement({"HOME": "/root"}) is None
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "it's", "AWS_DEFAULT_REGION": "eu-west-1"}
    assert secret_statement(keys) == (
        "create secret claimtrace_export (type s3, key_id 'a', secret 'it''s', region 'eu-west-1')"
    )
    own = secret_statement(keys | {"AWS_ENDPOINT_URL": "http://minio.test:9000"}) or ""
    assert "endpoint 'minio.test:9000', url_style 'path', use_ssl 'false')" in own
    assert "use_ssl 'true'" in (secret_statement({"AWS_ENDPOINT_URL": "store.test"}) or "")
