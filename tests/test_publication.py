"""Publishing: whole, at once, under the eyes of readers, with all views and comments."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.tagged_articles import full_example, make_article, make_fileset, make_tagged, new_warehouse
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseBusy
from warehouse.load import load_fileset
from warehouse.publication import publish
from warehouse.queries import Published


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
        "select table_name, column_name, comment from duckdb_columns() where not internal order by all",
        "select view_name, comment from duckdb_views() where not internal order by all",
        *[f"from {view}" for view in ("articles", "claims", "outcomes", "site_scorecard", "weekly_trends", "sources")],
    ]
    con, copy = open_warehouse(warehouse), duckdb.connect(str(published), read_only=True)
    for ask in asks:
        assert copy.execute(ask).fetchall() == con.execute(ask).fetchall(), ask
    silent = "select count(*) from duckdb_columns() where comment is null and not internal"
    assert copy.execute(silent).fetchall() == [(0,)]
    con.close()
    copy.close()


def test_nothing_is_left_beside_the_published_file(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published" / "claimtrace.duckdb"
    publish(warehouse, published)
    assert [path.name for path in published.parent.iterdir()] == ["claimtrace.duckdb"]
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
