"""One site crawled in a process of its own, and what becomes of its WARC file afterwards."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.archives import find_archives
from flows.crawls import CrawlFailedError, UnknownSiteError, chosen_sites, crawl, known_pages, left_archives
from flows.data_folder import DataFolder
from flows.demo.server import DemoServer
from flows.ingestion import ingest
from flows.runners import Runner
from spiders.warc_origin import crawl_origin
from warehouse.connection import open_warehouse
from warehouse.queries import Published

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def silent(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, Path]:
    """A data folder with the site files of the demo and one crawl of its public health body."""
    data = DataFolder(tmp_path_factory.mktemp("data"))
    with DemoServer() as server:
        server.write_site_files(data.sites)
        site = chosen_sites(["publichealthdesk"], data)["publichealthdesk"]
        archive, summary = crawl("publichealthdesk", site, data, NOON, silent)
    assert summary.finish_reason == "finished"
    return data, archive.path


def test_a_crawl_is_a_warc_file_that_knows_whose_it_is(crawled: tuple[DataFolder, Path]) -> None:
    data, warc = crawled
    assert warc == data.warc("publichealthdesk", "publichealthdesk-20261123T120000Z")
    origin = crawl_origin(warc)
    assert origin is not None
    assert (origin.site, origin.run_id) == ("publichealthdesk", "publichealthdesk-20261123T120000Z")
    assert not list(warc.parent.glob("*.known.jsonl"))


def test_an_ingested_crawl_keeps_its_site_its_run_and_its_fetch_log(crawled: tuple[DataFolder, Path]) -> None:
    data, warc = crawled
    assert [a.path for a in left_archives("publichealthdesk", data, silent)] == [warc]  # crawled, not read yet
    outcomes = ingest(find_archives([warc.parent]), data, silent).loaded.outcomes
    assert outcomes["article"] == 9
    assert outcomes["robots"] >= 1  # from the fetch log: robots.txt forbade it, so it has no record
    assert left_archives("publichealthdesk", data, silent) == []
    with Published(data.published) as published:
        assert published.rows("select distinct site, run_id from outcomes") == [
            ("publichealthdesk", "publichealthdesk-20261123T120000Z")
        ]
    known = known_pages("publichealthdesk", data)
    articles = [page for page in known.values() if page.state == "known"]
    assert len(articles) >= 9
    assert all(page.etag for page in articles)


def test_a_copy_of_a_crawl_does_not_take_the_place_of_its_run(crawled: tuple[DataFolder, Path], tmp_path: Path) -> None:
    """Its fetch log is not beside it: as the same run it would drop every address that robots.txt forbade."""
    data, warc = crawled
    ingest(find_archives([warc]), data, silent)
    by_run = f"select count(*) from outcomes where run_id = '{warc.name.removesuffix('.warc.gz')}'"
    with Published(data.published) as published:
        before = published.rows(by_run)
    copy = tmp_path / "backup.warc.gz"
    shutil.copy(warc, copy)
    (archive,) = find_archives([copy])
    assert archive.run_id is None
    other = DataFolder(tmp_path / "data")
    shutil.copytree(data.root, other.root)
    ingest([archive], other, silent)
    with Published(other.published) as published:
        assert published.rows(by_run) == before


@pytest.mark.fault("F03")
def test_a_reader_that_was_killed_is_made_up_for(crawled: tuple[DataFolder, Path], tmp_path: Path) -> None:
    data, warc = crawled
    other = DataFolder(tmp_path / "data")
    shutil.copytree(data.warc_folder("publichealthdesk"), other.warc_folder("publichealthdesk"))
    half = other.fileset(warc.name.removesuffix(".warc.gz"), "00000000", "tagger-1-11111111.4194305.open")
    half.mkdir(parents=True)
    assert [a.path.name for a in left_archives("publichealthdesk", other, silent)] == [warc.name]


def test_a_publication_that_failed_is_made_up_for(crawled: tuple[DataFolder, Path], tmp_path: Path) -> None:
    _, warc = crawled
    other = DataFolder(tmp_path / "data")
    archives = find_archives([warc])
    ingest(archives, other, silent)
    first = other.published.stat().st_mtime_ns
    ingest(archives, other, silent)
    assert other.published.stat().st_mtime_ns == first  # nothing new, nothing published
    other.published.unlink()
    ingest(archives, other, silent)
    assert other.published.exists()
    again = other.published.stat().st_mtime_ns
    con = open_warehouse(other.warehouse)
    con.execute("comment on table core.loads is 'written to, and the copy failed'")
    con.close()
    os.utime(other.warehouse, ns=(0, 0))  # and the clock jumped back meanwhile
    ingest(archives, other, silent)
    assert other.published.stat().st_mtime_ns > again >= first


def test_a_site_tags_the_languages_it_asks_for(crawled: tuple[DataFolder, Path], tmp_path: Path) -> None:
    _, warc = crawled
    (archive,) = find_archives([warc])
    assert archive.languages == ("en", "nl")
    read = ingest([replace(archive, languages=("en",))], DataFolder(tmp_path / "data"), silent, Runner(workers=1))
    assert read.loaded.outcomes["article"] == 5
    assert read.loaded.outcomes["other_language"] == 5


def test_a_better_tagger_reads_old_crawls_again(
    crawled: tuple[DataFolder, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, warc = crawled
    archives = find_archives([warc])
    ingest(archives, data, silent)
    monkeypatch.setattr("flows.reading.tagger_version", lambda: "tagger-2-00000000")
    again = ingest(archives, data, silent, Runner(workers=1))
    assert again.loaded.new_count == 1
    with Published(data.published) as published:
        assert published.rows("select count(*) from articles") == [(9,)]
        assert published.rows("select count(*) from loads") == [(2,)]


def test_a_strangers_file_does_not_pass_for_ours(tmp_path: Path) -> None:
    for said in ("site: ../etc\r\nrun_id: ../etc-1", "site: blog\r\nrun_id: other-20261123T120000Z"):
        block = f"software: claimtrace/9\r\n{said}\r\n".encode()
        head = f"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: {len(block)}\r\n\r\n".encode()
        path = tmp_path / "forged.warc"
        path.write_bytes(head + block + b"\r\n\r\n")
        assert crawl_origin(path) is None


def test_what_cannot_be_crawled_is_told(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    with pytest.raises(UnknownSiteError, match="claimtrace site add URL"):
        chosen_sites(["nowhere"], data)
    data.sites.mkdir()
    site = data.sites / "closed.toml"
    site.write_text(
        'name = "Closed"\nhomepage = "http://127.0.0.1:9/"\npublisher_kind = "other"\nlanguages = ["nl"]\n'
        'permission = "a port on which nobody listens"\nenabled = true\n[crawl]\ndelay_seconds = 0.01\n'
    )
    data.warc("closed", "closed-20261123T120000Z").parent.mkdir(parents=True)
    data.warc("closed", "closed-20261123T120000Z").write_bytes(b"")  # a run's file is never written over
    with pytest.raises(CrawlFailedError, match="exit code 1"):
        crawl("closed", site, data, NOON, silent)
