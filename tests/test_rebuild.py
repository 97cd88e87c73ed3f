"""Rebuilding: the rows that incremental loading left, in one instant, and nothing lost on the way."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.data_folder import DataFolder
from flows.doctor.examination import examine
from flows.loading import load_check_publish
from tests.conftest import ROOT, claimtrace
from tests.tagged_articles import day, full_example, make_article, make_fileset, make_outcome, make_tagged
from warehouse.backups import backups
from warehouse.connection import open_warehouse
from warehouse.copying import log_beside
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.queries import Published
from warehouse.rebuild import CARRIED_TABLES, rebuild
from warehouse.reference import reference_files
from warehouse.schema import relations

# Filled by loading file sets; every other table of schema core is written by the schema, or carried over.
FROM_FILESETS = {
    "articles", "bands", "blocks", "citations", "claim_changes", "claim_citations", "claim_clusters", "claim_reviews",
    "claim_wordings", "claims", "clusters", "copy_pairs", "disclosures", "edits", "hrefs", "loads", "outcomes",
    "page_reviews", "readings", "register_matches", "review_clusters", "runs", "sections", "signatures", "sources",
    "versions", "wording_bands",
}  # fmt: skip
BY_THE_SCHEMA = {"clustering", "concepts", "definitions", "migrations", "publishers", "register_matching"} | {
    path.stem for path in reference_files()
}

WORK = (
    "insert into core.works (work_id, registry, registry_id, types, is_preprint, is_retracted) "
    "values ('w', 'crossref', '10.5555/ginger', ['journal-article'], false, false)"
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Five loads, one at a time: an edit, a text that came back, a second tagger, copies, and a work of a registry."""
    data = DataFolder(tmp_path_factory.mktemp("loaded") / "data")
    tagged = data.root / "tagged"
    edited = make_tagged(make_article(text="Ginger may help.", content_hash="e" * 16, fetched_at=day(2)))
    long = " ".join(f"word{number} helps against ailment{number}." for number in range(60))
    copies = [make_tagged(make_article(f"https://other{n}.test/x", long, site=f"other{n}")) for n in range(2)]
    for folder in (
        make_fileset(tagged, [full_example(), make_tagged(make_article())]),
        make_fileset(tagged, [edited, *copies], "run-2"),
        make_fileset(tagged, [make_tagged(make_article(fetched_at=day(3)))], "run-3"),
        make_fileset(
            tagged, [full_example(), make_tagged(make_article(), tagger_version="tagger-2")], tagger_version="tagger-2"
        ),
        make_fileset(tagged, [], "run-4", [make_outcome("https://site.test/full", "gone", "run-4", day(4))]),
    ):
        load_check_publish([folder], data)
    con = open_warehouse(data.warehouse)
    con.execute(WORK)
    con.close()
    return data


@pytest.fixture
def data(loaded: DataFolder, tmp_path: Path) -> DataFolder:
    return DataFolder(shutil.copytree(loaded.root, tmp_path / "data"))


def rows(path: Path) -> dict[str, list[str]]:
    """All rows of every table and view; but when a migration was applied and when a file set was loaded."""
    con = open_warehouse(path)
    found = {}
    for relation, _, columns in relations(con):
        kept = [f'"{column}"' for column in columns if column not in ("loaded_at", "applied_at")]
        found[relation] = sorted(map(repr, con.execute(f"select {', '.join(kept)} from {relation}").fetchall()))
    con.close()
    return found


def rebuilt(data: DataFolder, **options: bool):  # type: ignore[no-untyped-def]
    return rebuild(data.warehouse, data.all_filesets(), lambda _: None, **options)


def test_the_rows_are_those_of_incremental_loading(data: DataFolder) -> None:
    before, inode = rows(data.warehouse), data.warehouse.stat().st_ino
    done = rebuilt(data)
    assert data.warehouse.stat().st_ino != inode
    assert rows(data.warehouse) == before
    assert (done.fileset_count, done.new_count, done.unreadable, done.carried) == (5, 0, (), True)
    assert len(before["core.readings"]) > len(before["articles"]) == 4
    assert before["core.clusters"] and before["core.works"]
    assert done.old_file is not None and backups(data.warehouse) == [done.old_file]
    assert rows(done.old_file) == before
    assert not list(data.warehouse.parent.glob("*.wal")) and not list(data.warehouse.parent.glob("*.rebuilding"))


def test_every_table_is_filled_by_someone(data: DataFolder) -> None:
    con = open_warehouse(data.warehouse)
    tables = {relation.removeprefix("core.") for relation, kind, _ in relations(con) if kind == "table"}
    con.close()
    assert tables == FROM_FILESETS | BY_THE_SCHEMA | set(CARRIED_TABLES), (
        "a new table: name it here if file sets fill it, in CARRIED_TABLES if a rebuild must take it over"
    )


def test_a_file_set_that_is_gone_is_not_lost_in_silence(data: DataFolder) -> None:
    before = rows(data.warehouse)
    (data.root / "tagged" / "run-3--tagger-1").rename(data.root / "moved")
    with pytest.raises(WarehouseError, match=r"1 file sets.*run-3--tagger-1"):
        rebuilt(data)
    assert rows(data.warehouse) == before
    done = rebuilt(data, is_fresh=True)
    assert (done.fileset_count, done.carried) == (4, False)
    assert rows(data.warehouse)["core.works"] == []


def test_a_damaged_file_is_replaced_when_asked_to(data: DataFolder) -> None:
    before = rows(data.warehouse)
    data.warehouse.write_bytes(b"no database" * 1000)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        rebuilt(data)
    done = rebuilt(data, is_fresh=True)
    after = rows(data.warehouse)
    assert {name: after[name] for name in ("articles", "claims", "outcomes")} == {
        name: before[name] for name in ("articles", "claims", "outcomes")
    }
    assert done.old_file is not None and done.old_file.read_bytes().startswith(b"no database")


KILLED_WRITER = """
import os, sys
from pathlib import Path
from warehouse.connection import open_warehouse
con = open_warehouse(Path(sys.argv[1]))
con.execute("insert into core.works (work_id, registry, registry_id, types, is_preprint, is_retracted) "
            "select 'w' || range, 'crossref', 'x' || range, [], false, false from range(5000)")
os.kill(os.getpid(), 9)
"""


@pytest.mark.fault("F06")
def test_a_log_that_cannot_be_replayed_is_kept_and_the_warehouse_made_anew(data: DataFolder) -> None:
    before = rows(data.warehouse)
    log = log_beside(data.warehouse)
    subprocess.run([sys.executable, "-c", KILLED_WRITER, str(data.warehouse)], cwd=ROOT, check=False)
    torn = bytearray(log.read_bytes())
    torn[len(torn) // 2 : len(torn) // 2 + 8] = b"\xff" * 8
    log.write_bytes(torn)
    for _ in range(2):  # trying again does no harm, and nothing is deleted
        with pytest.raises(WarehouseError, match=r"(?s)replaying WAL.*claimtrace doctor"):
            open_warehouse(data.warehouse)
    assert log.read_bytes() == torn
    assert "rebuild --fresh" in next(one.remedy for one in examine(data) if one.kind == "damaged_warehouse")
    done = rebuilt(data, is_fresh=True)
    after = rows(data.warehouse)
    assert all(after[name] == before[name] for name in ("articles", "claims", "outcomes"))
    assert done.old_file is not None and log_beside(done.old_file).read_bytes() == torn


def test_what_breaks_a_promise_is_not_put_in_place(data: DataFolder) -> None:
    inode = data.warehouse.stat().st_ino
    wrong = make_tagged(make_article("https://site.test/wrong", "Mint heals."), tagger_version="tagger-1")
    folder = make_fileset(data.root / "tagged", [wrong], "run-5")
    # Another length of the text than its block says, as a fault of an extractor would leave it.
    con = duckdb.connect()
    blocks = folder / "blocks.parquet"
    con.execute(f"copy (select * replace (999 as end_char) from '{blocks}') to '{folder}/new.parquet'")
    con.close()
    (folder / "new.parquet").replace(blocks)
    with pytest.raises(WarehouseError, match=r"(?s)old one stays.*span_bounds"):
        rebuilt(data)
    assert data.warehouse.stat().st_ino == inode
    assert not list(data.warehouse.parent.glob("*.rebuilding*"))


def test_a_folder_that_is_no_file_set_is_left_out_and_told(data: DataFolder) -> None:
    (data.root / "tagged" / "notes").mkdir()
    (data.root / "tagged" / "run-9--tagger-1.77.open").mkdir()
    done = rebuilt(data)
    assert len(done.unreadable) == 1 and "notes is no finished file set" in done.unreadable[0]


@pytest.mark.fault("F08")
def test_who_loads_meanwhile_is_kept_out(data: DataFolder) -> None:
    done = []

    def intrude(_: str) -> None:
        code = "import sys; from pathlib import Path; from warehouse.connection import open_warehouse\n"
        code += "open_warehouse(Path(sys.argv[1]), 0.1)"
        command = [sys.executable, "-c", code, str(data.warehouse)]
        done.append(subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT))

    rebuild(data.warehouse, data.all_filesets(), lambda line: None if done else intrude(line))
    assert done[0].returncode == 1 and WarehouseBusy.__name__ in done[0].stderr


def test_the_command_publishes_the_new_file(data: DataFolder) -> None:
    done = claimtrace("rebuild", "--data", data.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("5 file sets loaded, 0 of them not in the old warehouse\nThe old warehouse is kept")
    with Published(data.published) as asked:
        assert asked.rows("select count(*) from core.works") == [(1,)]
