"""The export: views as Parquet that others read, with descriptions that are true of the files."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from flows.data_folder import DataFolder
from flows.loading import load_check_publish
from tests.conftest import claimtrace
from tests.published_files import publish_articles
from tests.tagged_articles import full_example, make_article, make_fileset, make_tagged, new_warehouse
from warehouse.errors import WarehouseError
from warehouse.object_storage import upload
from warehouse.package_files import CONTEXT
from warehouse.parquet_export import export_parquet
from warehouse.publication import publish
from warehouse.queries import Published
from warehouse.schema import dictionary

ODD_SITE = "é/ x=1"  # a stranger's WARC can name a site anything


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    other = make_tagged(make_article("https://other.test/b", "Other words.", site="other.test"))
    odd = make_tagged(make_article("https://odd.test/c", "Odd words.", site=ODD_SITE))
    return publish_articles(tmp_path_factory.mktemp("published"), [full_example(), other, odd])


@pytest.fixture(scope="module")
def exported(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("exported") / "out"
    export_parquet(published, str(target))
    return target


@pytest.fixture
def asked(published: Path) -> Iterator[Published]:
    with Published(published) as opened:
        yield opened


def test_every_view_is_there_with_its_rows(exported: Path, asked: Published) -> None:
    package = json.loads((exported / "datapackage.json").read_text())
    views = [
        row[0]
        for row in asked.rows(
            "select view_name from duckdb_views() where schema_name = 'main' and not internal order by all"
        )
    ]
    assert sorted(resource["name"] for resource in package["resources"]) == views
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        found = duckdb.sql(f"from read_parquet({[str(exported / path) for path in paths]!r})")
        columns = [field["name"] for field in resource["schema"]["fields"]]
        assert sorted(found.columns) == sorted(columns)
        own = [name for name in columns if not (name == "site" and resource["name"] in ("claims", "citations"))]
        told = ", ".join(f'"{name}"' for name in own)
        wanted = sorted(map(repr, asked.rows(f"select {told} from {resource['name']}")))
        assert sorted(map(repr, found.select(*(f'"{name}"' for name in own)).fetchall())) == wanted, resource["name"]


def test_a_site_has_a_folder_of_its_own(exported: Path) -> None:
    folders = sorted(path.name for path in (exported / "articles").iterdir())
    assert folders == ["site=%C3%A9%2F%20x%3D1", "site=other.test", "site=site"]
    frame = pd.read_parquet(exported / "articles")
    assert frame[frame["site"] == "site"]["url"].tolist() == ["https://site.test/full"]
    assert sorted(frame["site"]) == ["other.test", "site", ODD_SITE]
    of_sites = duckdb.sql(f"select site, count(*) from '{exported}/claims/**/*.parquet' group by all").fetchall()
    assert of_sites == [("site", 3)]
    kept = duckdb.sql(f"select site from '{exported}/articles/**/*.parquet' order by site").fetchall()
    assert kept == [("other.test",), ("site",), (ODD_SITE,)]


def test_the_data_package_describes_the_files(exported: Path) -> None:
    package = json.loads((exported / "datapackage.json").read_text())
    words = dictionary()
    for resource in package["resources"]:
        assert resource["description"] == words["relations"][resource["name"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        if isinstance(resource["path"], str):
            written = (exported / resource["path"]).read_bytes()
            assert resource["bytes"] == len(written)
            assert resource["hash"] == f"sha256:{hashlib.sha256(written).hexdigest()}"
    kinds = {
        (resource["name"], field["name"]): field["type"]
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    assert kinds["articles", "published"] == "date"
    assert kinds["articles", "first_seen_at"] == "datetime"
    assert kinds["claims", "start_char"] == kinds["source_mix", "all_citation_count"] == "integer"
    assert kinds["claims", "score"] == "number"
    assert kinds["sources", "citation_kinds"] == "array"
    assert set(kinds.values()) <= {"string", "integer", "number", "boolean", "date", "datetime", "array"}


def test_croissant_leads_from_every_field_to_a_column_of_a_file(exported: Path) -> None:
    described: dict[str, Any] = json.loads((exported / "croissant.json").read_text())
    assert described["@context"] == dict(CONTEXT)
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    parts = {part["@id"]: part for part in described["distribution"]}
    for part in parts.values():
        if part["@type"] == "cr:FileObject":
            assert hashlib.sha256((exported / part["contentUrl"]).read_bytes()).hexdigest() == part["sha256"]
    ids = list(parts)
    for records in described["recordSet"]:
        ids.append(records["@id"])
        for field in records["field"]:
            ids.append(field["@id"])
            (kind,) = set(field["source"]) & {"fileObject", "fileSet"}
            of = field["source"][kind]
            part = parts[of["@id"]]
            assert part["@type"] == {"fileObject": "cr:FileObject", "fileSet": "cr:FileSet"}[kind]
            pattern = part.get("contentUrl") or part["includes"]
            columns = duckdb.sql(f"from read_parquet('{exported}/{pattern}', hive_partitioning = false)").columns
            if "transform" in field["source"]:
                assert "site" not in columns
                found = re.fullmatch(field["source"]["transform"]["regex"], "/x/claims/site=other.test/data_0.parquet")
                assert found is not None and found[1] == "other.test"
            else:
                assert field["source"]["extract"]["column"] in columns
    assert len(ids) == len(set(ids))


def test_an_export_takes_the_place_of_the_one_before(published: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    export_parquet(published, str(target))
    (target / "claims" / "site=gone").mkdir()
    export_parquet(published, str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert not (target / "claims" / "site=gone").exists()


def test_a_folder_of_something_else_is_left_alone(published: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(WarehouseError, match="something else"):
        export_parquet(published, str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_an_empty_warehouse_is_exported_with_its_columns(tmp_path: Path) -> None:
    new_warehouse(tmp_path / "warehouse.duckdb").close()
    publish(tmp_path / "warehouse.duckdb", tmp_path / "published.duckdb")
    done = export_parquet(tmp_path / "published.duckdb", str(tmp_path / "out"))
    assert done.row_counts["claims"] == 0
    assert "site" in duckdb.sql(f"from '{tmp_path}/out/claims/*.parquet'").columns


def test_what_is_uploaded_is_the_folder_byte_for_byte(exported: Path, tmp_path: Path) -> None:
    """Into a folder, by the statements that write to object storage: with httpfs only the address differs."""
    paths = [path.relative_to(exported) for path in exported.rglob("*") if path.is_file()]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    upload(duckdb.connect(), exported, str(tmp_path))
    for path in paths:
        assert (tmp_path / path).read_bytes() == (exported / path).read_bytes()


def test_object_storage_without_httpfs_is_told_clearly(published: Path) -> None:
    try:
        duckdb.connect(config={"autoinstall_known_extensions": False}).execute("load httpfs")
    except duckdb.Error:
        with pytest.raises(WarehouseError, match="extension httpfs, which is not installed here"):
            export_parquet(published, "s3://bucket/claims")
    else:
        pytest.skip("httpfs is installed here")


def test_the_command_publishes_anew_and_exports(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    nothing = claimtrace("publish", "--data", data.root)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "claimtrace ingest" in nothing.stderr
    assert not data.root.exists()
    load_check_publish([make_fileset(tmp_path, [full_example()])], data)
    before = data.published.stat().st_ino
    done = claimtrace("publish", "--data", data.root)
    assert (done.returncode, done.stdout.strip()) == (0, str(data.published)), done.stderr
    assert data.published.stat().st_ino != before
    exported = claimtrace("publish", "--to", tmp_path / "out", "--data", data.root)
    assert exported.returncode == 0, exported.stderr
    assert exported.stdout.startswith(f"{tmp_path / 'out'}: ") and " Parquet files, " in exported.stdout
    assert pd.read_parquet(tmp_path / "out" / "claims")["support"].tolist() == ["traceable", "vague", "none"]
