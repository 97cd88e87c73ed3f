"""The doctor: every fault made for real, found by its name, and mended or left with words that say what to do."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from flows.command_errors import CommandFailed
from flows.data_folder import DataFolder
from flows.doctor.disk import disk_findings
from flows.doctor.examination import Examined, examine, mend
from flows.doctor.findings import Finding
from flows.doctor.warehouse_file import warehouse_findings
from flows.leases import living_leases
from flows.loading import is_published, load_check_publish
from spiders.fetch_log import FetchLog, fetch_log_path
from spiders.warc_file import WarcFile
from tests.conftest import ROOT, claimtrace
from tests.tagged_articles import full_example, make_article, make_fileset, make_tagged
from tests.test_leases import another_run
from warehouse.condition import condition
from warehouse.connection import open_warehouse
from warehouse.filesets import read_manifest
from warehouse.manifests import file_sha256, manifest_path
from warehouse.queries import Published

RUN = "site-20261123T030000Z"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder in which all is well."""
    data = DataFolder(tmp_path_factory.mktemp("sound") / "data")
    load_check_publish([make_fileset(data.root / "tagged", [full_example()])], data)
    return data


@pytest.fixture
def data(sound: DataFolder, tmp_path: Path) -> DataFolder:
    return DataFolder(shutil.copytree(sound.root, tmp_path / "data"))


def kinds(found: tuple[Finding, ...]) -> list[str]:
    return [finding.kind for finding in found]


def mended(data: DataFolder) -> Examined:
    """What the doctor mends; afterwards it must find nothing."""
    done = mend(data, lambda _: None)
    assert done.in_vain == ()
    assert examine(data) == done.left
    return done


@contextmanager
def crawl_being_written(data: DataFolder) -> Iterator[Path]:
    """A WARC file that a crawl of the site `site` has open, with its fetch log."""
    path = data.warc("site", RUN)
    warc = WarcFile(path, {"software": "claimtrace", "run_id": RUN, "site": "site", "languages": "nl"})
    FetchLog(fetch_log_path(path)).close()
    try:
        yield warc.open_path
    finally:
        warc._file.close()


def test_a_sound_folder_has_no_findings(data: DataFolder) -> None:
    assert examine(data) == ()
    assert mended(data).mended == ()


@pytest.mark.fault("F10")
def test_a_dead_run_is_cleared(data: DataFolder) -> None:
    with another_run(data):
        assert examine(data) == ()
        with pytest.raises(CommandFailed, match="nothing is mended while a run goes on: run of soak by process"):
            mend(data, lambda _: None)
    (finding,) = examine(data)
    assert finding.kind == "dead_run"
    assert "run of soak by process" in finding.what
    assert kinds(mended(data).mended) == ["dead_run"]
    assert list(data.leases.glob("*.json")) == []


def test_a_stopped_run_is_told_and_left_alone(data: DataFolder) -> None:
    with another_run(data) as process:
        os.kill(process.pid, signal.SIGSTOP)
        (lease,) = living_leases(data)
        old = {**json.loads(lease.path.read_text()), "heartbeat_at": "2026-01-01T00:00:00+00:00"}
        lease.path.write_text(json.dumps(old))
        (finding,) = examine(data)
        assert finding.kind == "silent_run"
        assert f"kill {process.pid}" in finding.remedy
        assert not finding.is_mendable


@pytest.mark.fault("F02")
def test_a_crawl_that_was_killed_is_saved_read_and_loaded(data: DataFolder) -> None:
    with crawl_being_written(data) as path:
        (finding,) = examine(data)
        assert (finding.kind, finding.is_wrong) == ("orphaned_crawl", False)
    (finding,) = examine(data)
    assert (finding.kind, finding.place) == ("open_warc", path)
    assert kinds(mended(data).mended) == ["open_warc", "unread_archive"]
    assert not path.exists()
    with Published(data.published) as published:
        assert published.rows("select count(*) from loads where run_id = $run", {"run": RUN}) == [(1,)]


def test_two_files_of_one_crawl_are_left_to_a_person(data: DataFolder) -> None:
    with crawl_being_written(data) as path:
        pass
    shutil.copy(path, path.with_name(f"{RUN}.warc.gz"))
    found = [finding for finding in examine(data) if finding.kind == "open_warc"]
    assert [finding.is_mendable for finding in found] == [False]
    assert path in {finding.place for finding in mend(data, lambda _: None).left}


def test_what_is_half_written_goes(data: DataFolder) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    left = [
        data.root / "tagged" / f"x-00000000--t.{process.pid}.open",
        data.published.with_name("claimtrace.duckdb.building"),
        data.warehouse.with_name("claimtrace.before-migration-0007-20261129T000000Z.duckdb.building"),
        data.warehouse.with_name("claimtrace.duckdb.rebuilding"),
        data.root / "report.building",
        data.root / "warc" / "site" / f"{RUN}.run.json.part",
        data.root / "warc" / "site" / f"{RUN}.known.jsonl",
        data.root / "metrics.prom.4211.1",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    (data.root / "tagged" / f"y-00000000--t.{os.getpid()}.open").mkdir()  # a living reader's
    assert kinds(examine(data)) == ["half_written"] * len(left)
    assert kinds(mended(data).mended) == ["half_written"] * len(left)
    assert not any(path.exists() for path in left)
    assert (data.root / "tagged" / f"y-00000000--t.{os.getpid()}.open").exists()


def test_a_report_that_was_not_swapped_in_is_put_back(data: DataFolder) -> None:
    old = data.root / "report.old"
    old.mkdir()
    (old / "index.html").write_text("as it was")
    assert kinds(mended(data).mended) == ["half_written"]
    assert (data.report / "index.html").read_text() == "as it was"


@pytest.mark.fault("F03")
def test_a_file_set_that_was_not_loaded_is_loaded(data: DataFolder) -> None:
    orphan = make_fileset(data.root / "tagged", [make_tagged(make_article())], run_id="run-2")
    (finding,) = examine(data)
    assert (finding.kind, finding.place) == ("orphaned_fileset", orphan)
    assert kinds(mended(data).mended) == ["orphaned_fileset"]
    with Published(data.published) as published:
        assert published.rows("select count(*) from articles") == [(2,)]


def test_a_lost_file_set_without_its_archive_is_told(data: DataFolder) -> None:
    (folder,) = data.all_filesets()
    shutil.rmtree(folder)
    (finding,) = examine(data)
    assert (finding.kind, finding.is_mendable) == ("missing_fileset", False)
    assert "bring it back from a backup" in finding.remedy


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_damaged_or_lost_file_set_is_read_anew_from_its_crawl(data: DataFolder, harm: str) -> None:
    with crawl_being_written(data):
        pass
    mended(data)
    (folder,) = [one for one in data.all_filesets() if read_manifest(one).run_id == RUN]
    if harm == "cut":
        parquet = folder / "outcomes.parquet"
        parquet.write_bytes(parquet.read_bytes()[:-8])
        expected = "damaged_fileset"
    else:
        shutil.rmtree(folder)
        expected = "missing_fileset"
    assert kinds(examine(data)) == [expected]
    assert kinds(mended(data).mended) == [expected]


def test_a_foreign_folder_among_the_file_sets_is_told(data: DataFolder) -> None:
    (data.root / "tagged" / "holiday").mkdir()
    (finding,) = examine(data)
    assert (finding.kind, finding.is_mendable) == ("damaged_fileset", False)


def test_a_disk_without_room_is_told_with_what_takes_it(data: DataFolder) -> None:
    assert list(disk_findings(data)) == [] or shutil.disk_usage(data.root).free < 500 * 2**20
    (finding,) = disk_findings(data, least_free_bytes=2**62)
    assert finding.kind == "full_disk"
    assert "warehouse " in finding.remedy


HOLDER = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(600)"


def test_who_holds_the_warehouse_is_named(data: DataFolder) -> None:
    command = [sys.executable, "-c", HOLDER, str(data.warehouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (finding,) = examine(data)
        process.kill()
    assert finding.kind == "locked_warehouse"
    assert f"process {process.pid} (" in finding.what
    assert "duckdb.connect" in finding.what
    assert examine(data) == ()


def test_a_newer_warehouse_and_a_changed_migration_are_told(data: DataFolder) -> None:
    con = open_warehouse(data.warehouse)
    con.execute("insert into core.migrations values (9999, '9999_tomorrow', 'x', now())")
    con.close()
    found = {finding.kind: finding for finding in examine(data)}
    assert "9999_tomorrow" in found["warehouse_too_new"].what
    con = duckdb.connect(str(data.warehouse))
    con.execute("delete from core.migrations where number = 9999")
    con.execute("update core.migrations set sha256 = 'x' where number = 1")
    con.close()
    assert "migration_changed" in kinds(examine(data))


def test_a_damaged_warehouse_is_told_with_its_copies(data: DataFolder) -> None:
    data.warehouse.write_bytes(b"no database at all" * 1000)
    (finding,) = warehouse_findings(data, condition(data.warehouse))
    assert finding.kind == "damaged_warehouse"
    assert "rebuild --fresh" in finding.remedy
    assert not any(finding.kind == "missing_fileset" for finding in examine(data))


def test_a_package_that_does_not_fit_is_told(data: DataFolder, tmp_path: Path) -> None:
    """The metadata of a fastapi that is known to break Prefect, found first."""
    fake = tmp_path / "fake" / "fastapi-0.155.0.dist-info"
    fake.mkdir(parents=True)
    (fake / "METADATA").write_text("Metadata-Version: 2.1\nName: fastapi\nVersion: 0.155.0\n")
    code = "import sys; sys.path.insert(0, sys.argv[1]); from flows.doctor.versions import version_findings\n"
    code += "print([(f.kind, f.what) for f in version_findings()])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "fake")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "('version_mismatch', 'fastapi 0.155.0; claimtrace is proven with fastapi" in done.stdout


def test_a_published_file_that_is_not_what_it_should_be_is_published_anew(data: DataFolder) -> None:
    def check(kind: str) -> None:
        (finding,) = examine(data)
        assert finding.kind == kind
        assert kinds(mended(data).mended) == [kind]
        assert is_published(data)

    data.published.unlink()
    check("published_missing")
    manifest_path(data.published).unlink()
    check("manifest_missing")
    manifest = json.loads(manifest_path(data.published).read_text())
    manifest_path(data.published).write_text(json.dumps({**manifest, "sha256": "0" * 64}))
    check("manifest_mismatch")
    data.published.unlink()
    data.published.write_bytes(b"no database" * 1000)  # and a manifest that tells of just that
    told = {**manifest, "sha256": file_sha256(data.published), "byte_count": data.published.stat().st_size}
    manifest_path(data.published).write_text(json.dumps(told))
    check("published_damaged")
    con = open_warehouse(data.warehouse)
    con.execute("comment on table core.loads is 'written to, and not published'")
    con.close()
    check("published_older")
    log = data.published.with_name(data.published.name + ".wal")
    log.write_bytes(b"a stranger's")
    check("published_log")


def test_the_command_tells_mends_and_ends_with_three_where_something_is_wrong(data: DataFolder) -> None:
    data.published.unlink()
    told = claimtrace("doctor", "--data", data.root)
    assert told.returncode == 3, told.stderr
    assert "wrong  published_missing" in told.stdout
    assert "--fix would check and publish the warehouse" in told.stdout
    assert not data.published.exists()
    done = claimtrace("doctor", "--fix", "--json", "--data", data.root)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["is_well"] and [one["kind"] for one in found["mended"]] == ["published_missing"]
    (data.root / "tagged" / "holiday").mkdir()
    left = claimtrace("doctor", "--fix", "--data", data.root)
    assert left.returncode == 3
    assert "1 thing is wrong still" in left.stderr


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    done = claimtrace("doctor", "--data", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "there is no data folder" in done.stderr
    assert not (tmp_path / "nowhere").exists()
