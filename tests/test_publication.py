"""Publishing: whole, at once, under the eyes of readers, with all views and comments."""

import hashlib
import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest

from flows.command_errors import WrongUse
from flows.data_folder import DataFolder
from flows.loading import is_published, kept_before, load_check_publish
from tests.conftest import ROOT
from tests.tagged_articles import full_example, make_article, make_fileset, make_tagged, new_warehouse
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseBusy
from warehouse.load import load_fileset
from warehouse.publication import previous_files, publish
from warehouse.queries import Published
from warehouse.schema import migration_files


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse" / "claimtrace.duckdb"
    con = new_warehouse(path)
    load_fileset(con, make_fileset(tmp_path, [full_example()]))
    con.close()
    return path


def load_another(warehouse: Path, parent: Path) -> None:
    con = open_warehouse(warehouse)
    load_fileset(con, make_fileset(parent, [make_tagged(make_article())], run_id="run-2"))
    con.close()


def test_the_copy_has_all_rows_views_and_comments(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published" / "claimtrace.duckdb"
    publish(warehouse, published)
    asks = [
        "select table_name, column_name, comment from duckdb_columns() "
        "where not internal and schema_name <> 'answers' order by all",
        # of those that are views in the published file (test_answers.py), DuckDB says that all may be null
        "select table_name, column_name, data_type, is_nullable from duckdb_columns() where schema_name = 'core' "
        "and table_name not in ('claims', 'claim_clusters', 'register_matches') order by all",
        "select view_name, comment from duckdb_views() where schema_name = 'main' and not internal order by all",
        *[f"from {view}" for view in ("articles", "claims", "outcomes", "site_scorecard", "weekly_trends", "sources")],
    ]
    con, copy = open_warehouse(warehouse), duckdb.connect(str(published), read_only=True)
    for ask in asks:
        assert copy.execute(ask).fetchall() == con.execute(ask).fetchall(), ask
    silent = "select count(*) from duckdb_columns() where comment is null and not internal"
    assert copy.execute(silent).fetchall() == [(0,)]
    con.close()
    copy.close()


def test_nothing_but_its_manifest_is_left_beside_the_published_file(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published" / "claimtrace.duckdb"
    publish(warehouse, published)
    assert sorted(path.name for path in published.parent.iterdir()) == ["claimtrace.duckdb", "claimtrace.json"]
    assert [path.name for path in warehouse.parent.iterdir()] == ["claimtrace.duckdb"]


def test_storage_is_readable_for_duckdb_1_5(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "claimtrace.duckdb"
    publish(warehouse, published)
    con = duckdb.connect(str(published), read_only=True)
    ((tags,),) = con.execute("select tags from duckdb_databases() where path is not null").fetchall()
    assert tags["storage_version"] == "v1.5.0+"
    con.close()


def test_a_build_that_was_interrupted_and_a_strangers_log_do_no_harm(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "claimtrace.duckdb"
    for leftover in ("claimtrace.duckdb.building", "claimtrace.duckdb.building.wal", "claimtrace.duckdb.wal"):
        (tmp_path / leftover).write_bytes(b"half a file")
    publish(warehouse, published)
    with Published(published) as asked:
        assert asked.rows("select count(*) from articles") == [(1,)]


READER = """
import sys
from pathlib import Path
from warehouse.queries import Published

asked = Published(Path(sys.argv[1]))
for _ in sys.stdin:
    print(asked.rows("select count(*) from articles")[0][0], flush=True)
"""


def test_a_reader_keeps_its_file_and_the_next_one_gets_the_new(warehouse: Path, tmp_path: Path) -> None:
    published, root = tmp_path / "claimtrace.duckdb", Path(__file__).parent.parent
    publish(warehouse, published)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(published)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root, env=os.environ | {"PYTHONPATH": str(root)},
    ) as reader:  # fmt: skip
        assert reader.stdin is not None
        assert reader.stdout is not None

        def asks_again() -> str:
            assert reader.stdin is not None
            assert reader.stdout is not None
            reader.stdin.write("\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert asks_again() == "1"
        load_another(warehouse, tmp_path)
        publish(warehouse, published)
        assert asks_again() == "1"
        with Published(published) as newcomer:
            assert newcomer.rows("select count(*) from articles") == [(2,)]
        reader.stdin.close()
    assert reader.returncode == 0


def test_one_process_sees_the_new_file_although_the_old_is_open(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "claimtrace.duckdb"
    publish(warehouse, published)
    with Published(published) as old:
        load_another(warehouse, tmp_path)
        publish(warehouse, published)
        with Published(published) as new:
            assert new.rows("select count(*) from articles") == [(2,)]
        assert old.rows("select count(*) from articles") == [(1,)]


@pytest.mark.fault("F07")
def test_a_busy_warehouse_leaves_the_published_file_alone(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "claimtrace.duckdb"
    publish(warehouse, published)
    before = published.stat().st_ino
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseBusy):
            publish(warehouse, published, wait_seconds=0.2)
        holder.stdin.close()
    assert published.stat().st_ino == before


def test_a_warehouse_by_any_name_is_published(warehouse: Path, tmp_path: Path) -> None:
    odd = tmp_path / 'my "data"; it\'s.duckdb'
    warehouse.rename(odd)
    publish(odd, tmp_path / "claimtrace.duckdb")
    with Published(tmp_path / "claimtrace.duckdb") as asked:
        assert asked.rows("select count(*) from claims") == [(3,)]


def test_the_manifest_says_what_the_file_is(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "claimtrace.duckdb"
    load_another(warehouse, tmp_path)
    publish(warehouse, published)
    told = json.loads((tmp_path / "claimtrace.json").read_text())
    assert told["file"] == "claimtrace.duckdb"
    assert told["sha256"] == hashlib.sha256(published.read_bytes()).hexdigest()
    assert told["byte_count"] == published.stat().st_size
    assert datetime.now(UTC) - datetime.fromisoformat(told["published_at"]) < timedelta(minutes=5)
    assert told["runs"] == ["run-1", "run-2"]
    assert (told["loads"]["count"], told["loads"]["last_fileset"]) == (2, "run-2--tagger-1")
    assert told["versions"] == {
        "claimtrace": version("claimtrace"), "duckdb": duckdb.__version__, "storage": "v1.5.0",
        "schema": migration_files()[max(migration_files())].stem,
        "taggers": ["tagger-1"], "extractors": ["extractor-1"],
    }  # fmt: skip
    with Published(published) as asked:
        for relation, count in told["row_counts"].items():
            assert asked.rows(f"select count(*) from {relation}") == [(count,)], relation
        assert told["row_counts"]["claims"] == 3 and told["row_counts"]["core.loads"] == 2


def test_an_empty_warehouse_is_published_with_its_manifest(tmp_path: Path) -> None:
    new_warehouse(tmp_path / "warehouse.duckdb").close()
    publish(tmp_path / "warehouse.duckdb", tmp_path / "claimtrace.duckdb")
    told = json.loads((tmp_path / "claimtrace.json").read_text())
    assert (told["runs"], told["loads"]["last_loaded_at"], told["row_counts"]["claims"]) == ([], None, 0)


def test_the_published_files_may_be_read_only(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "claimtrace.duckdb"
    for _ in range(2):
        publish(warehouse, published)
    for path in (published, *previous_files(published)):
        assert stat.filemode(path.stat().st_mode) == "-r--r--r--"


def publish_at(second: int, warehouse: Path, published: Path, keep: int) -> None:
    """Publish, as if it were this second of 1 November 2026: two publications of a test may fall into one second."""
    publish(warehouse, published, keep=keep)
    at = datetime(2026, 11, 1, 6, 0, second, tzinfo=UTC).timestamp()
    os.utime(published, (at, at))


def test_the_last_few_are_kept_with_their_manifests(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published" / "claimtrace.duckdb"
    hashes = []
    for second in range(5):
        publish_at(second, warehouse, published, keep=2)
        hashes.append(json.loads((published.parent / "claimtrace.json").read_text())["sha256"])
    kept = previous_files(published)
    assert [path.name for path in kept] == [f"claimtrace-20261101T06000{n}Z.duckdb" for n in (2, 3)]
    for path, known in zip(kept, hashes[2:4], strict=True):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == known
        assert json.loads(path.with_suffix(".json").read_text())["sha256"] == known
        with Published(path) as asked:
            assert asked.rows("select count(*) from articles") == [(1,)]
    assert len(list((published.parent / "previous").iterdir())) == 4
    publish_at(9, warehouse, published, keep=0)
    assert list((published.parent / "previous").iterdir()) == []


def test_how_many_are_kept_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_before() == 3
    monkeypatch.setenv("CLAIMTRACE_KEEP_PUBLISHED", "0")
    assert kept_before() == 0
    monkeypatch.setenv("CLAIMTRACE_KEEP_PUBLISHED", "-1")
    with pytest.raises(WrongUse, match="0 or more"):
        kept_before()


def test_a_publication_killed_before_the_file_is_in_place_is_made_up_for(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    load_check_publish([make_fileset(tmp_path, [full_example()])], data)
    load_another(data.warehouse, tmp_path)
    code = "import os, sys, warehouse.publication as p; from pathlib import Path\n"
    code += "real = os.replace\n"
    code += "def replace(a, b):\n    if str(b).endswith('.duckdb'): os._exit(9)\n    real(a, b)\n"
    code += "os.replace = replace\np.publish(Path(sys.argv[1]), Path(sys.argv[2]))"
    command = [sys.executable, "-c", code, str(data.warehouse), str(data.published)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    with Published(data.published) as asked:
        assert asked.rows("select count(*) from articles") == [(1,)]
    assert not is_published(data)
    load_check_publish([], data)
    told = json.loads((data.published.parent / "claimtrace.json").read_text())
    assert told["sha256"] == hashlib.sha256(data.published.read_bytes()).hexdigest()
    with Published(data.published) as asked:
        assert asked.rows("select count(*) from articles") == [(2,)]
