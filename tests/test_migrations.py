"""Old warehouse files, as earlier claimtraces left them: they are copied, migrated, and say the same as a new one."""

import gzip
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from warehouse.backups import backups
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError, WarehouseTooNew
from warehouse.schema import migrate, migration_files, relations

LEVELS = [number for number in migration_files() if number]
NEWEST = LEVELS[-1]

# `old_file` of a level, with gzip. That of 3 was written by DuckDB 1.5.5, that of 17 by DuckDB 2.0.0. They stay as they
# are: where a row of ROWS changes, keep files of the newest level beside them and hold the old ones against theirs.
KEPT = sorted((Path(__file__).parent / "fixtures").glob("schema-*.duckdb.gz"))

TEXT = "Ginger relieves nausea.\nExperts say so.\nSources"
IDS = {"article_id": "a", "version_id": "v", "tagger_version": "tagger-1"}

# What an old file holds, with the columns that it has by now: a file of an earlier level lacks some of them, and the
# migrations after it must come to these very values.
ROWS: Mapping[str, list[dict[str, Any]]] = {
    "loads": [
        {
            "load_number": 1, "fileset": "run-1--tagger-1", "run_id": "run-1", "site": "site", "warc": "run-1.warc.gz",
            "tagger_version": "tagger-1", "extractor_version": "extractor-1", "made_at": "2026-11-02 07:00",
            "loaded_at": "2026-11-02 08:00", "page_count": 3, "article_count": 1, "claim_count": 2, "citation_count": 1,
        }
    ],
    "outcomes": [
        {
            "url": "https://site.test/a", "site": "site", "run_id": "run-1", "outcome": "article",
            "at": "2026-11-02 06:00", "record": "run-1.warc.gz:0", "article_id": "a", "version_id": "v",
            "is_dated": True, "is_authored": False, "word_count": 7,
        },
        {
            "url": "https://site.test/a", "site": "site", "run_id": "run-1", "outcome": "not_due",
            "at": "2026-11-02 06:30", "article_id": "a",
        },
        {
            "url": "https://site.test/b", "site": "site", "run_id": "run-1", "outcome": "gone", "reason": "status 404",
            "at": "2026-11-02 06:10",
        },
    ],
    "versions": [
        {
            "version_id": "v", "article_id": "a", "content_hash": "h", "site": "site", "first_run_id": "run-1",
            "first_seen_at": "2026-11-02 06:00", "last_seen_at": "2026-11-02 06:00",
        }
    ],
    "articles": [
        {
            **IDS, "site": "site", "first_seen_at": "2026-11-02 06:00", "last_seen_at": "2026-11-02 06:00",
            "version_count": 1, "publisher_domain": "site.test",
        }
    ],
    "readings": [
        {
            **IDS, "extractor_version": "extractor-1", "load_number": 1, "fetched_at": "2026-11-02 06:00",
            "url": "https://site.test/a", "lang": "en", "title": "Ginger", "published": "2026-10-28", "text": TEXT,
            "word_count": 7,
        }
    ],
    "blocks": [{**IDS, "start_char": 0, "end_char": 23, "kind": "paragraph"}],
    "sections": [
        {
            **IDS, "start_char": 40, "end_char": 47, "heading": "Sources", "kind": "sources", "entry_count": 0,
            "link_count": 0,
        }
    ],
    "claims": [
        {
            **IDS, "claim_id": "c1", "start_char": 0, "end_char": 23, "text": "Ginger relieves nausea.",
            "kind": "benefit", "polarity": "affirmed", "certainty": "asserted", "support": "none",
            "found_by": "rule:unknown",
        },
        {
            **IDS, "claim_id": "c2", "start_char": 24, "end_char": 39, "text": "Experts say so.", "kind": "fact",
            "polarity": "affirmed", "certainty": "hedged", "support": "traceable", "found_by": "model:unknown",
        },
    ],
    "citations": [
        {
            **IDS, "citation_id": "d1", "start_char": 24, "end_char": 31, "text": "Experts", "kind": "link",
            "evidence": "unspecified", "traceable": True, "source_id": "s", "found_by": "rule:unknown",
        }
    ],
    "claim_citations": [{**IDS, "claim_id": "c2", "citation_id": "d1"}],
    "disclosures": [
        {**IDS, "start_char": 0, "end_char": 6, "text": "Ginger", "kind": "affiliate"},
    ],
    "sources": [
        {
            "source_id": "s", "scheme": "url", "value": "https://other.test/x", "url": "https://other.test/x",
            "publisher_domain": "other.test",
        }
    ],
}  # fmt: skip


def old_file(path: Path, level: int) -> None:
    """A warehouse as the migrations up to `level` make it, with rows in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(path, config={"storage_compatibility_version": "v1.5.0"})
    assert migrate(con, {number: file for number, file in migration_files().items() if number <= level})[-1] == level
    for table, rows in ROWS.items():
        columns = {row[0] for row in con.execute(f"describe core.{table}").fetchall()}
        for row in rows:
            known = {name: value for name, value in row.items() if name in columns}
            if level < 2 and "found_by" in known:
                known["found_by"] = {"rule:unknown": "rules", "model:unknown": "both"}[known["found_by"]]
            if level < 4 and known.get("outcome") == "not_due":
                known["article_id"] = None
            marks = ", ".join(f'${name} as "{name}"' for name in known)
            con.execute(f"insert into core.{table} by name select {marks}", known)
    con.close()


class Contents(NamedTuple):
    """What a file says: the rows of every view, and the checks that find something."""

    views: dict[str, list[str]]
    broken: list[tuple[str, object]]


def contents(path: Path) -> Contents:
    con = open_warehouse(path)
    views = {
        relation: sorted(map(repr, con.execute(f"from {relation}").fetchall()))
        for relation, kind, _ in relations(con)
        if kind == "view"
    }
    broken = [(check.name, check.examples) for check in run_checks(con) if check.offending_count]
    con.close()
    return Contents(views, broken)


@pytest.fixture(scope="module")
def of_today(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    path = tmp_path_factory.mktemp("today") / "claimtrace.duckdb"
    old_file(path, NEWEST)
    return contents(path)


@pytest.mark.fault("F42")
@pytest.mark.parametrize("level", LEVELS[:-1])
def test_an_old_file_opens_and_says_the_same(tmp_path: Path, level: int, of_today: Contents) -> None:
    path = tmp_path / "claimtrace.duckdb"
    old_file(path, level)
    found = contents(path)
    assert found.views == of_today.views
    assert found.broken == of_today.broken == []
    assert len(found.views["claims"]) == 2
    assert "'status 404'" in "".join(found.views["outcomes"])


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_a_file_that_was_kept_opens_and_says_the_same(tmp_path: Path, kept: Path, of_today: Contents) -> None:
    """A file as it was written then, not as the migrations of today make one: an edited migration is refused here."""
    path = tmp_path / "claimtrace.duckdb"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    assert contents(path) == of_today


@pytest.mark.fault("F42")
def test_a_copy_is_made_before_and_holds_what_was(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "claimtrace.duckdb"
    old_file(path, 3)
    with caplog.at_level(logging.WARNING):
        open_warehouse(path).close()
    (copy,) = backups(path)
    assert copy.name.startswith("claimtrace.before-migration-0004-")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "warehouse.backups"]
    assert str(copy) in line
    assert "0004_history" in line
    con = duckdb.connect(str(copy), read_only=True)
    assert con.execute("select max(number) from core.migrations").fetchall() == [(3,)]
    assert con.execute("select count(*) from core.claims").fetchall() == [(2,)]
    ((tags,),) = con.execute("select tags from duckdb_databases() where path is not null").fetchall()
    assert tags["storage_version"] == "v1.5.0+"
    con.close()


def test_a_copy_migrates_to_the_same(tmp_path: Path, of_today: Contents) -> None:
    path = tmp_path / "claimtrace.duckdb"
    old_file(path, 3)
    open_warehouse(path).close()
    (copy,) = backups(path)
    copy.rename(tmp_path / "again.duckdb")
    assert contents(tmp_path / "again.duckdb") == of_today


def test_a_new_file_and_one_of_today_are_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "claimtrace.duckdb"
    for _ in range(2):
        open_warehouse(path).close()
    assert [one.name for one in tmp_path.iterdir()] == ["claimtrace.duckdb"]


def test_the_last_two_copies_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "claimtrace.duckdb"
    for stamp in ("20260101T000000Z", "20260301T000000Z", "20260201T000000Z"):
        (tmp_path / f"claimtrace.before-rebuild-{stamp}.duckdb").write_bytes(b"old")
    (tmp_path / "claimtrace.before-migration-0002-20250101T000000Z.duckdb.building").write_bytes(b"half")
    (tmp_path / "claimtrace.before-notes.txt").write_text("somebody's own")
    old_file(path, 2)
    open_warehouse(path).close()
    kept = [one.name for one in backups(path)]
    assert kept[0] == "claimtrace.before-rebuild-20260301T000000Z.duckdb"
    assert kept[1].startswith("claimtrace.before-migration-0003-")
    assert len(list(tmp_path.iterdir())) == 4  # the file, two copies, the notes


@pytest.mark.fault("F42")
def test_without_room_for_a_copy_nothing_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claimtrace.duckdb"
    old_file(path, 3)
    # No disk can be filled up here: the need is made larger than any disk instead.
    monkeypatch.setattr("warehouse.backups.ROOM_NEEDED", 1e15)
    with pytest.raises(WarehouseError, match="MB are needed on the disk"):
        open_warehouse(path)
    con = duckdb.connect(str(path), read_only=True)
    assert con.execute("select max(number) from core.migrations").fetchall() == [(3,)]
    con.close()
    assert backups(path) == []


def test_a_newer_file_is_refused_and_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "claimtrace.duckdb"
    old_file(path, 3)
    con = duckdb.connect(str(path))
    con.execute("insert into core.migrations values (9999, '9999_future', 'x', now()::timestamp)")
    con.close()
    with pytest.raises(WarehouseTooNew, match="9999_future"):
        open_warehouse(path)
    assert backups(path) == []
