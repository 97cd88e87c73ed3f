"""Opening the warehouse: migrations once, in order, checked; a clear word when it cannot be opened."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.connection import busy_words, open_warehouse
from warehouse.errors import MigrationChanged, WarehouseBusy, WarehouseError, WarehouseTooNew
from warehouse.schema import migrate, migration_files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "warehouse" / "claimtrace.duckdb"


def test_a_new_file_is_made_with_its_folder_and_all_migrations(path: Path) -> None:
    con = open_warehouse(path)
    applied = [row[0] for row in con.execute("select number from core.migrations order by number").fetchall()]
    assert applied == [number for number in migration_files() if number]


@pytest.mark.fault("F43")
def test_storage_is_readable_for_duckdb_1_5(path: Path) -> None:
    for _ in range(2):
        con = open_warehouse(path)
        ((tags,),) = con.execute("select tags from duckdb_databases() where path is not null").fetchall()
        assert tags["storage_version"] == "v1.5.0+"
        con.close()


def test_opening_again_keeps_everything(path: Path) -> None:
    con = open_warehouse(path)
    con.execute("insert into core.sources (source_id, scheme, value) values ('s', 'doi', '10.5555/a')")
    before = con.execute("from core.migrations").fetchall()
    con.close()
    written = path.read_bytes()
    open_warehouse(path).close()
    assert path.read_bytes() == written
    con = open_warehouse(path)
    assert con.execute("select source_id, scheme, value from core.sources").fetchall() == [("s", "doi", "10.5555/a")]
    assert con.execute("from core.migrations").fetchall() == before


@pytest.mark.fault("F55")
def test_nothing_is_installed_from_the_network(path: Path) -> None:
    con = open_warehouse(path)
    settings = "select value from duckdb_settings() where name like 'auto%_known_extensions'"
    assert con.execute(settings).fetchall() == [("false",), ("false",)]


@pytest.mark.fault("F42")
def test_a_newer_file_is_refused(path: Path) -> None:
    con = open_warehouse(path)
    con.execute("insert into core.migrations values (9999, '9999_future', 'x', now()::timestamp)")
    con.close()
    with pytest.raises(WarehouseTooNew, match="9999_future"):
        open_warehouse(path)


def test_an_edited_migration_is_refused(path: Path) -> None:
    con = open_warehouse(path)
    con.execute("update core.migrations set sha256 = 'other' where number = 1")
    con.close()
    with pytest.raises(MigrationChanged, match="0001_core"):
        open_warehouse(path)


@pytest.mark.fault("F42")
def test_a_migration_that_fails_halfway_leaves_no_trace(path: Path, tmp_path: Path) -> None:
    con = open_warehouse(path)
    bad = tmp_path / "0900_bad.sql"
    bad.write_text("create table core.half (a integer);\ncreate table core.half (a integer);\n")
    with pytest.raises(duckdb.Error):
        migrate(con, migration_files() | {900: bad})
    tables = "select count(*) from duckdb_tables() where table_name = 'half'"
    assert con.execute(tables).fetchall() == [(0,)]
    bad.write_text("create table core.half (a integer);\n")
    assert migrate(con, migration_files() | {900: bad}) == [900]


def test_rows_of_before_scores_say_what_kind_of_finder_it_was(path: Path) -> None:
    path.parent.mkdir(parents=True)
    con = duckdb.connect(path, config={"storage_compatibility_version": "v1.5.0"})
    migrate(con, {number: file for number, file in migration_files().items() if number < 2})
    for word in ("rules", "model", "both"):
        for table in ("claims", "citations"):
            names = [row[0] for row in con.execute(f"describe core.{table}").fetchall()]
            known = {"found_by": f"'{word}'", "traceable": "true"}
            values = [
                known.get(name, "7" if name.endswith("_char") else "null" if name == "year" else "'x'")
                for name in names
            ]
            con.execute(f"insert into core.{table} values ({', '.join(values)})")
    con.close()
    con = open_warehouse(path)
    for table in ("claims", "citations"):
        found = con.execute(f"select found_by, score, start_char from core.{table}").fetchall()
        assert found == [("rule:unknown", None, 7), ("model:unknown", None, 7), ("model:unknown", None, 7)]


def test_windows_line_ends_are_no_change(path: Path, tmp_path: Path) -> None:
    con = open_warehouse(path)
    copy = tmp_path / "0001_core.sql"
    copy.write_bytes(migration_files()[1].read_bytes().replace(b"\n", b"\r\n"))
    assert migrate(con, migration_files() | {1: copy}) == []


@pytest.mark.fault("F07")
def test_a_held_file_is_waited_for_and_then_named(path: Path) -> None:
    open_warehouse(path).close()
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseBusy, match=f"process {holder.pid}"):
            open_warehouse(path, wait_seconds=0.3)
        holder.stdin.close()
    open_warehouse(path, wait_seconds=5).close()


def test_busy_words_without_a_process_id() -> None:
    assert "another process" in busy_words(Path("w.duckdb"), "could not set lock")


def test_a_file_that_is_no_database_is_said_to_be_none(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK\x03\x04 this is a zip file, not a database" * 300)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        open_warehouse(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_said_so(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        open_warehouse(locked / "claimtrace.duckdb")


def test_a_view_that_this_version_no_longer_has_is_dropped(path: Path) -> None:
    con = open_warehouse(path)
    con.execute("create view old_view as select 1 as article_id")
    con.execute("update core.definitions set sha256 = 'of the version before'")
    con.close()
    con = open_warehouse(path)
    assert con.execute("select count(*) from duckdb_views() where view_name = 'old_view'").fetchall() == [(0,)]


def test_a_question_mark_in_the_path_is_refused_before_it_does_harm(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="question mark"):
        open_warehouse(tmp_path / "why?" / "claimtrace.duckdb")


def test_a_copied_file_opens_elsewhere(path: Path, tmp_path: Path) -> None:
    open_warehouse(path).close()
    shutil.copy(path, tmp_path / "odd name; 'quoted'.duckdb")
    open_warehouse(tmp_path / "odd name; 'quoted'.duckdb").close()


def test_a_slow_statement_draws_no_bar_into_what_a_command_prints(path: Path) -> None:
    con = open_warehouse(path)
    assert con.execute("select current_setting('enable_progress_bar')").fetchall() == [(False,)]
