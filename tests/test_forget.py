"""Something to forget in; a data folder of which no byte tells of it out, also after a kill, and all else as it was."""

import gzip
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import decompressobj

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.archives import find_archives
from flows.command_errors import CommandFailed, WrongUse
from flows.crawls import CrawlFailedError, crawl, known_pages
from flows.data_folder import DataFolder
from flows.forget_targets import Target, target_of
from flows.forgetting import forget, plan_forgetting, still_named
from flows.ingestion import ingest
from flows.runners import Runner
from reports.report import build_report
from spiders.crawling import crawl_command, crawl_environment, crawl_summary
from spiders.fetch_log import FetchLog, fetch_log_path, read_fetch_log
from spiders.registries.answer_cache import Answer, AnswerCache
from spiders.run_file import run_path
from spiders.suppressed_file import SuppressedFile, SuppressedFileError, read_suppressions
from spiders.warc_erasure import filler_member, filler_record, find_forgotten
from spiders.warc_file import WarcFile, WarcInUse
from spiders.warc_frames import read_frames
from tests.archive_samples import AT, browsertrix_warc, exchange, http, record, write_wacz
from tests.conftest import ROOT, claimtrace
from tests.fault_server import FaultHost, answer, article, links, moved, serving
from tests.test_ingestion import page
from transforms.records import Outcome
from transforms.suppression import Suppressions, address_form
from transforms.work_matching import Lookup
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.queries import Published

SLUG, RUN = "kruiden", "kruiden-20260301T093015Z"
PAGE = "https://www.kruiden.example/zwavelbloesem"
OTHER = "https://www.kruiden.example/magnesium"
FOREIGN = "https://minerals.example/kalk"
# Words of the page that goes, and of no other; what an address or a file must not hold either.
TEXT = "Zwavelbloesem verlaagt de bloeddruk binnen elf dagen"
MARKS = ("zwavelbloesem", "elf dagen")
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def quiet(_: str) -> None:
    pass


def write_crawl(data: DataFolder) -> Path:
    """A crawl of our own: the page, an old address that leads to it, one in its own right, and what had no page."""
    path = data.warc(SLUG, RUN)
    info = {"software": "claimtrace", "run_id": RUN, "site": SLUG, "languages": "nl"}
    with WarcFile(path, info) as file:
        file.write(exchange(OTHER, page("Magnesium", "Het mineraal zit in noten.").encode()))
        file.write(exchange("https://www.kruiden.example/oud-7", b"", "301 Moved", Location="/zwavelbloesem"))
        file.write(
            exchange(PAGE, page("Zwavelbloesem", f"{TEXT}, aldus https://doi.org/10.1000/zwavelbloesem.").encode())
        )
        again = replace(exchange(PAGE, b"", "304 Not Modified"), at=AT + timedelta(hours=1))
        file.write_revisit(again, profile="server-not-modified", refers_to_date=AT, payload_digest=None)
        file.write(exchange("https://www.kruiden.example/kort", b"<html lang=nl><p>Kort.</p></html>"))
    log = FetchLog(fetch_log_path(path))
    for url, reason in (
        (f"{PAGE}?deel=2", "status 503"),
        ("https://www.kruiden.example/weg", f"a redirect from {PAGE} leaves the site"),
        ("https://www.kruiden.example/later", "the crawl ended first: limit"),
    ):
        log.write(Outcome(url=url, site=SLUG, run_id=RUN, outcome="error", reason=reason, at=AT))
    log.close()
    return path


def write_stranger(path: Path, pages: dict[str, str]) -> Path:
    path.write_bytes(b"".join(gzip.compress(record(http(html.encode()), url)) for url, html in pages.items()))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two sites, one crawled and one of a stranger's archive, ingested, published and reported."""
    folder = tmp_path_factory.mktemp("forget")
    data = DataFolder(folder / "data")
    own = write_crawl(data)
    shutil.copytree(own.parent, folder / "backup" / SLUG)
    pages = {FOREIGN: page("Kalk", "Kalk zit in melk."), PAGE: page("Zwavelbloesem", TEXT)}
    stranger = write_stranger(folder / "day1.warc.gz", pages)
    ingest(find_archives([own, stranger]), data, quiet, Runner(workers=1))
    build_report(data.published, data.report)
    (data.published.parent / "previous").mkdir()
    shutil.copy(data.published, data.published.parent / "previous" / "20260301.duckdb")
    survey = data.survey_folder("proef")
    survey.mkdir(parents=True)
    shutil.copy(own, survey / f"proef-20260301T093015Z{''.join(own.suffixes)}")
    data.prefect.mkdir()
    (data.prefect / "prefect.db").write_bytes(f"failed: {PAGE}".encode())
    own.with_name(f"{RUN}.known.jsonl").write_text(json.dumps({"url": PAGE}) + "\n")
    cache = AnswerCache(data.registry_answers)
    cache.keep(
        [(Lookup("openalex", "search", "zwavelbloesem bloeddruk 2021"), Answer(status="not_found", fetched_at=NOW))]
    )
    cache.close()
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> DataFolder:
    shutil.copytree(made / "data", tmp_path / "data")
    return DataFolder(tmp_path / "data")


def forgotten(data: DataFolder, kind: str, value: str, reason: str | None = None) -> dict[str, int]:
    plan = plan_forgetting(Target(kind, value), data)  # type: ignore[arg-type]
    return dict(forget(plan, data, reason, lambda: NOW, quiet).counts)


def contents(root: Path) -> Iterator[tuple[Path, str]]:
    """Every byte below a folder as text: as it lies there, each gzip member unpacked, each table's values."""
    for path in sorted(root.rglob("*")):
        yield path, path.name
        if not path.is_file():
            continue
        raw = path.read_bytes()
        yield path, raw.decode("latin-1")
        if path.suffix == ".gz":
            yield path, unpacked(raw).decode("utf-8", "replace")
        elif path.suffix == ".parquet":
            yield path, str(pq.read_table(path).to_pylist())
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as con:
                tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
                for schema, table in tables:
                    yield path, str(con.execute(f'from "{schema}"."{table}"').fetchall())
        elif path.suffix == ".sqlite":
            with sqlite3.connect(path) as con:
                yield path, str(con.execute("select * from answers").fetchall())


def unpacked(raw: bytes) -> bytes:
    out = b""
    while raw:
        member = decompressobj(wbits=31)
        out += member.decompress(raw)
        raw = member.unused_data
    return out


def places(data: DataFolder, *words: str) -> set[str]:
    """Where any of the words stand, in upper or lower case."""
    found = [(path, text.lower()) for path, text in contents(data.root)]
    return {path.name for path, text in found for word in words if word.lower() in text}


def rows(data: DataFolder, sql: str) -> list[tuple[object, ...]]:
    with Published(data.published) as published:
        return published.rows(sql)


def check(data: DataFolder) -> None:
    con = open_warehouse(data.warehouse)
    try:
        assert [result for result in run_checks(con) if result.offending_count] == []
    finally:
        con.close()


def records(path: Path) -> dict[str, bytes]:
    return {frame.place: frame.head + frame.block for frame in read_frames(path)}


def test_the_folder_holds_it_before(data: DataFolder) -> None:
    """Otherwise nothing below could fail."""
    found = places(data, *MARKS)
    wanted = {"claimtrace.duckdb", "20260301.duckdb", "articles.parquet", "outcomes.parquet", "sources.parquet"}
    wanted |= {f"{RUN}.warc.gz", f"{RUN}.fetches.jsonl", f"{RUN}.known.jsonl", "answers.sqlite", "prefect.db"}
    assert wanted <= found
    assert any(name.endswith(".html") for name in found)


@pytest.mark.fault("F40")
def test_a_page_goes_with_all_that_tells_of_it_and_nothing_else(data: DataFolder, made: Path) -> None:
    own = data.warc(SLUG, RUN)
    before = records(own)
    kept = f"select article_id, url, text, first_seen_at from articles where url <> '{PAGE}' order by all"
    kept_rows = rows(data, kept)
    counts = forgotten(data, "url", PAGE, "as a reader asked")
    # the log's own other address of the page, `?deel=2`, is another address: it stays
    assert places(data, TEXT, "elf dagen", f'{PAGE}"', f"{PAGE} ", f"{PAGE}'", f"{PAGE}\r") == set()
    assert counts["articles"] == 1
    assert counts["records"] == 6  # page, revisit and redirect, each with its request
    after = records(own)
    assert len(after) == len(before)
    others = {place: one for place, one in before.items() if b"zwavelbloesem" not in one and b"/oud-7" not in one}
    assert {place: after[place] for place in others} == others
    assert len(others) == 5  # warcinfo, two pages and their requests
    assert own.stat().st_size == (made / "backup" / SLUG / own.name).stat().st_size
    assert rows(data, kept) == kept_rows
    assert not (data.published.parent / "previous").exists()
    log = {one.url: one.reason for one in read_fetch_log(fetch_log_path(own)).outcomes}
    assert log["https://www.kruiden.example/weg"] == "a redirect from … leaves the site"
    check(data)
    assert PAGE not in known_pages(SLUG, data)


def test_a_page_is_meant_under_any_spelling_of_its_address(data: DataFolder) -> None:
    forgotten(data, "url", "http://kruiden.example/zwavelbloesem/?utm_source=mail#kop")
    assert places(data, "elf dagen") == set()


def test_records_stay_where_rows_say_that_they_lie(data: DataFolder) -> None:
    forgotten(data, "url", PAGE)
    ((place,),) = rows(data, f"select record from outcomes where url = '{OTHER}'")
    name, _, offset = str(place).partition(":")
    assert OTHER.encode() in records(data.warc(SLUG, RUN))[offset]
    assert name == f"{RUN}.warc.gz"


def test_what_is_left_is_as_if_it_had_never_been_there(data: DataFolder, tmp_path: Path) -> None:
    """Articles, their near-copies and clusters, claims and sources, against a folder that never had the page."""
    forgotten(data, "url", PAGE)
    never = DataFolder(tmp_path / "never")
    own = never.warc(SLUG, RUN)
    with WarcFile(own, {"software": "claimtrace", "run_id": RUN, "site": SLUG, "languages": "nl"}) as file:
        file.write(exchange(OTHER, page("Magnesium", "Het mineraal zit in noten.").encode()))
        file.write(exchange("https://www.kruiden.example/kort", b"<html lang=nl><p>Kort.</p></html>"))
    FetchLog(fetch_log_path(own)).close()
    kalk = write_stranger(tmp_path / "day1.warc.gz", {FOREIGN: page("Kalk", "Kalk zit in melk.")})
    ingest(find_archives([own, kalk]), never, quiet, Runner(workers=1))
    tables = "articles article_copies article_clusters claims citations sources claim_citations blocks publishers"
    for table in tables.split():
        assert rows(data, f"from {table} order by all") == rows(never, f"from {table} order by all"), table


@pytest.mark.fault("F40")
def test_a_site_goes_whole(data: DataFolder) -> None:
    forgotten(data, "site", SLUG)
    assert not data.warc_folder(SLUG).exists()
    assert places(data, *MARKS, "kruiden.example") == set()
    assert rows(data, "select url from articles") == [(FOREIGN,)]
    assert rows(data, "select count(*) from runs") == [(0,)]
    assert [path.name.partition("-")[0] for path in (data.root / "tagged").iterdir()] == ["day1"]
    check(data)


def test_a_domain_goes_with_every_host_below_it(data: DataFolder) -> None:
    forgotten(data, "domain", "kruiden.example")
    assert places(data, *MARKS, "kruiden.example") == set()
    assert rows(data, "select url from articles") == [(FOREIGN,)]
    check(data)


def test_a_host_takes_the_pages_of_its_articles_on_other_hosts_along(tmp_path: Path) -> None:
    """An AMP page names the forgotten host's address as its own: it holds the text in the archive, too."""
    data = DataFolder(tmp_path / "data")
    amp = "https://amp.voorbeeld.nl/zwavelbloesem"
    html = page("Zwavelbloesem", TEXT).replace(
        "<head>", '<head><link rel="canonical" href="https://www.voorbeeld.nl/zwavelbloesem">'
    )
    data.root.mkdir()
    path = write_stranger(data.root / "day1.warc.gz", {amp: html, FOREIGN: page("Kalk", "Kalk zit in melk.")})
    ingest(find_archives([path]), data, quiet, Runner(workers=1))
    assert rows(data, "select count(*) from outcomes where outcome = 'article'") == [(2,)]
    forgotten(data, "domain", "www.voorbeeld.nl")
    assert places(data, "elf dagen", amp) == set()
    assert rows(data, "select url from articles") == [(FOREIGN,)]
    check(data)


@pytest.mark.fault("F41")
def test_the_old_copy_of_the_archive_does_not_bring_it_back(data: DataFolder, made: Path, tmp_path: Path) -> None:
    forgotten(data, "url", PAGE)
    ingest(find_archives([made / "day1.warc.gz"]), data, quiet, Runner(workers=1))
    strange = tmp_path / "under-another-name.warc.gz"
    shutil.copy(made / "backup" / SLUG / f"{RUN}.warc.gz", strange)
    done = ingest(find_archives([strange]), data, quiet, Runner(workers=1))
    assert done.loaded.outcomes["suppressed"] == 3
    assert places(data, "elf dagen", f"{PAGE}'", f'{PAGE}"') == set()
    shown = rows(data, "select distinct url[:11], site, outcome, article_id from outcomes where outcome = 'suppressed'")
    assert shown == [("suppressed:", "kruiden.example", "suppressed", None)]
    shutil.copy(made / "backup" / SLUG / f"{RUN}.warc.gz", data.warc(SLUG, RUN))
    shutil.rmtree(next((data.root / "tagged").glob(f"{RUN}-*")))
    ingest(find_archives([data.warc(SLUG, RUN)]), data, quiet, Runner(workers=1))
    data.warc(SLUG, RUN).unlink()  # what was put there by hand is for the next `forget`
    assert places(data, "elf dagen") == set()
    check(data)


def test_a_domain_does_not_come_back_and_its_rows_do_not_name_it(data: DataFolder, made: Path, tmp_path: Path) -> None:
    forgotten(data, "domain", "kruiden.example")
    strange = tmp_path / "copy.warc.gz"
    shutil.copy(made / "backup" / SLUG / f"{RUN}.warc.gz", strange)
    assert ingest(find_archives([strange]), data, quiet, Runner(workers=1)).loaded.outcomes == {"suppressed": 5}
    assert places(data, "kruiden.example", *MARKS) == set()
    assert rows(data, "select distinct site from outcomes where outcome = 'suppressed'") == [("suppressed",)]
    check(data)


def test_what_is_allowed_again_can_be_ingested(data: DataFolder, made: Path, tmp_path: Path) -> None:
    forgotten(data, "url", PAGE)
    file = SuppressedFile(data.suppressed)
    file.allow(file.entries[0].hash, NOW)
    assert places(data, "elf dagen") == set()
    strange = tmp_path / "copy.warc.gz"
    shutil.copy(made / "backup" / SLUG / f"{RUN}.warc.gz", strange)
    ingest(find_archives([strange]), data, quiet, Runner(workers=1))
    assert "claimtrace.duckdb" in places(data, "elf dagen")


@pytest.mark.fault("F40")
def test_the_audit_says_when_and_how_much_and_no_word_of_it(data: DataFolder) -> None:
    counts = forgotten(data, "url", PAGE, "letter of 3 March")
    assert forgotten(data, "url", PAGE) == counts  # again: nothing is there, and the audit stays
    (entry,) = SuppressedFile(data.suppressed).entries
    assert (entry.kind, entry.reason, entry.asked_at, entry.finished_at) == ("url", "letter of 3 March", NOW, NOW)
    assert entry.counts["articles"] == 1
    text = data.suppressed.read_text()
    assert "kruiden" not in text
    assert SuppressedFile(data.suppressed).suppressions.covering(PAGE)


def test_a_dry_run_says_what_would_go_and_touches_nothing(data: DataFolder) -> None:
    before = {path: path.read_bytes() for path in data.root.rglob("*") if path.suffix in {".gz", ".parquet", ".jsonl"}}
    plan = plan_forgetting(Target("url", PAGE), data)
    assert plan.counts["articles"] == 1
    assert plan.counts["records"] == 6
    assert "https://www.kruiden.example/oud-7" in plan.addresses
    assert {path: path.read_bytes() for path in before} == before
    assert not data.suppressed.exists()


def steps_of(data: Path, kill_at: int | None = None) -> None:
    """Forget the page in this process, which kills itself before it removes or renames its n-th file."""
    count = 0

    def hook(event: str, arguments: object) -> None:
        nonlocal count
        if event in {"os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.truncate"}:
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    forgotten(DataFolder(data), "url", PAGE)
    (data.parent / "steps").write_text(str(count))


def serve() -> None:
    """For each line (folder, step or seconds at which to be killed) fork, forget, and print how that ended.

    A fork takes a hundredth of the time that a start with all imports takes.
    """
    for line in sys.stdin:
        folder, kill_at, after = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                steps_of(Path(folder), kill_at)
                sys.stderr.flush()
                os._exit(0)
            finally:
                os._exit(1)
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


@pytest.mark.fault("F40")
def test_killed_at_any_moment_the_same_command_ends_it(made: Path, tmp_path: Path) -> None:
    """At eight of its own steps, and at four moments by the clock, which fall into DuckDB's and Arrow's writing."""
    command = [sys.executable, "-c", "from tests.test_forget import serve; serve()"]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert server.stdin and server.stdout

    def run(folder: Path, kill_at: int | None = None, after: float | None = None) -> int:
        print(json.dumps([str(folder / "data"), kill_at, after]), file=server.stdin, flush=True)
        return int(server.stdout.readline())

    whole = tmp_path / "whole"
    shutil.copytree(made / "data", whole / "data")
    started = time.monotonic()
    assert run(whole) == 0
    seconds = time.monotonic() - started
    steps = int((whole / "steps").read_text())
    assert steps > 20
    by_step = [(max(1, steps * number // 8), None) for number in range(8)]
    by_clock = [(None, seconds * (0.3 + 0.7 * number / 4)) for number in range(4)]
    killed = 0
    for kill_at, after in [*by_step, *by_clock]:
        folder = tmp_path / f"at-{kill_at}-{after}"
        shutil.copytree(made / "data", folder / "data")
        killed += run(folder, kill_at, after) == -signal.SIGKILL
        assert run(folder) == 0, (kill_at, after)
        data = DataFolder(folder / "data")
        assert places(data, "elf dagen", f"{PAGE}'", f'{PAGE}"') == set(), (kill_at, after)
        assert rows(data, "select url from articles order by all") == [(FOREIGN,), (OTHER,)]
        assert SuppressedFile(data.suppressed).entries[0].finished_at == NOW
        left = [
            path.name for path in data.root.rglob("*") if path.name.endswith((".rewriting", ".compacting", ".open"))
        ]
        assert left == []
        check(data)
        shutil.rmtree(folder)
    assert killed >= 8
    server.stdin.close()
    assert server.wait(timeout=60) == 0


def test_a_crawl_at_work_is_waited_for_and_a_killed_one_is_finished(data: DataFolder) -> None:
    run_id = f"{SLUG}-20260302T093015Z"
    info = {"software": "claimtrace", "run_id": run_id, "site": SLUG, "languages": "nl"}
    file = WarcFile(data.warc(SLUG, run_id), info)
    file.write(exchange(PAGE, page("Zwavelbloesem", TEXT).encode()))
    file.open_path.with_name(f"{run_id}.found.txt").write_text(f"{PAGE}\n{OTHER}\n")
    with pytest.raises(CommandFailed, match="still being written"):
        forgotten(data, "url", PAGE)
    file.__exit__(WarcInUse, None, None)  # as if it had been killed
    forgotten(data, "url", PAGE)
    assert not file.open_path.exists()
    assert places(data, "elf dagen") == set()


def test_a_suppressed_site_is_not_crawled(data: DataFolder, tmp_path: Path) -> None:
    site = data.sites / "kruiden.toml"
    site.parent.mkdir()
    site.write_text('name = "Kruiden"\nhomepage = "https://www.kruiden.example/"\nlanguages = ["nl"]\n')
    forgotten(data, "domain", "kruiden.example")
    with pytest.raises(CrawlFailedError, match="asked to be forgotten"):
        crawl(SLUG, site, data, NOW, quiet)
    assert still_named(Target("domain", "kruiden.example"), data) == [site]


@pytest.mark.fault("F41")
def test_a_crawl_does_not_ask_for_it_and_does_not_write_it_down(tmp_path: Path) -> None:
    kept = answer(article("Kamille"))
    routes = {
        "/": answer(links("/geheim", "/geheim/", "/kamille", "/naar")),
        "/kamille": kept,
        "/naar": moved("/geheim"),
    }
    host = FaultHost(routes={**routes, "/geheim": answer(article("Geheim"))})
    with serving(host):
        site = tmp_path / "a_site.toml"
        site.write_text(
            f'name = "A"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\n'
            f'start_pages = ["{host.origin}/"]\ndelay_seconds = 0.0\n'
        )
        file = SuppressedFile(tmp_path / "suppressed.jsonl")
        file.suppress("url", f"{host.origin}/geheim", [], None, NOW)
        path = tmp_path / "a_site-20260401T120000Z.warc.gz"
        done = subprocess.run(
            crawl_command(site, path, path.name.partition(".")[0], None, NOW, tmp_path / "suppressed.jsonl"),
            env=crawl_environment(), capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
    assert host.times("/geheim") == host.times("/geheim/") == 0
    assert host.times("/kamille") == host.times("/naar") == 1
    assert crawl_summary(done.stdout).outcomes == {"suppressed": 2}
    logged = [one.url for one in read_fetch_log(fetch_log_path(path)).outcomes]
    assert sorted(logged) == sorted([f"{host.origin}/naar", file.suppressions.label(f"{host.origin}/geheim")])
    targets = [frame.head for frame in read_frames(path)]
    assert not [head for head in targets if b"/geheim" in head or b"/naar" in head]


def test_what_can_be_meant(data: DataFolder) -> None:
    assert target_of(PAGE, data) == Target("url", PAGE)
    assert target_of(SLUG, data) == Target("site", SLUG)
    assert target_of("Kruiden.example", data) == Target("domain", "kruiden.example")
    assert target_of("www.kruiden.example", data) == Target("domain", "www.kruiden.example")
    for nothing in ("nl", "co.uk", "nobody", "", "https://", "a/b.c"):
        with pytest.raises(WrongUse):
            target_of(nothing, data)


def test_archives_in_the_data_folder_of_any_form(data: DataFolder) -> None:
    """Plain, many records in one gzip member, Browsertrix's with its texts, a WACZ, a saved page."""
    folder = data.root / "incoming"
    folder.mkdir()
    html = page("Zwavelbloesem", TEXT).encode()
    three = [record(http(url.encode() + b"x" * 900), url) for url in (OTHER, PAGE, FOREIGN)]
    three[1] = record(http(html), PAGE)
    (folder / "plain.warc").write_bytes(b"".join(three))
    (folder / "one-member.warc.gz").write_bytes(gzip.compress(b"".join(three)))
    (folder / "many.warc.gz").write_bytes(
        gzip.compress(three[0]) + gzip.compress(b"".join(three)) + gzip.compress(three[2])
    )
    trix = browsertrix_warc(PAGE, html)
    (folder / "trix.warc.gz").write_bytes(trix + gzip.compress(three[0]))
    write_wacz(folder / "crawl.wacz", {"data.warc.gz": trix}, [PAGE])
    write_wacz(folder / "refused.wacz", {"data.warc.gz": gzip.compress(three[0]), "../../x.warc.gz": trix}, [PAGE])
    link = f'<html><link rel="canonical" href="{PAGE}"><p>{TEXT}</p></html>'
    (folder / "saved.html").write_text(link)
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.warc*")}
    before = {path.name: records(path) for path in folder.glob("*.warc*")}
    forgotten(data, "url", PAGE)
    assert places(data, "elf dagen", f"{PAGE}\r", f"{PAGE}'") == set()
    assert {path.name for path in folder.iterdir()} == {
        "plain.warc",
        "one-member.warc.gz",
        "many.warc.gz",
        "trix.warc.gz",
    }
    for path in folder.iterdir():
        kept = {place: block for place, block in before[path.name].items() if b"zwavelbloesem" not in block}
        after = records(path)
        assert [after.get(place) for place in kept] == list(kept.values()), path
        assert set(after) == set(before[path.name])
        if path.name in {"plain.warc", "trix.warc.gz"}:
            assert path.stat().st_size == sizes[path.name]


def test_a_full_disk_leaves_the_file_and_can_be_made_up_for(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    own = data.warc(SLUG, RUN)
    before = own.read_bytes()
    with monkeypatch.context() as full:

        def no_space(descriptor: int) -> None:
            if Path(f"/proc/self/fd/{descriptor}").readlink().suffix == ".rewriting":
                raise OSError(28, "No space left on device")

        full.setattr(os, "fsync", no_space)
        with pytest.raises(OSError, match="No space"):
            forgotten(data, "url", PAGE)
    assert own.read_bytes() == before
    assert SuppressedFile(data.suppressed).entries[0].finished_at is None
    forgotten(data, "url", PAGE)
    assert places(data, "elf dagen") == set()


@given(st.integers(0, 5_000))
@settings(max_examples=200)
def test_fillers_have_the_length_of_what_they_replace(length: int) -> None:
    date = "2026-03-01T09:30:15Z"
    assert len(filler_record(length, date)) == length
    member = filler_member(length, date)
    assert len(member) == length
    if length >= 21:
        assert unpacked(member) in {b"", filler_record(len(unpacked(member)), date)} or unpacked(member).startswith(
            b"WARC/"
        )


@pytest.mark.parametrize("length", [21, 150, 400, 90_000, 3_000_000])
def test_readers_pass_over_fillers(tmp_path: Path, length: int) -> None:
    from warcio.archiveiterator import ArchiveIterator

    path = tmp_path / "x.warc.gz"
    date = "2026-03-01T09:30:15Z"
    ends = [gzip.compress(record(http(b"a"), url)) for url in (OTHER, FOREIGN)]
    path.write_bytes(ends[0] + filler_member(length, date) + ends[1])
    assert [frame.problem for frame in read_frames(path) if frame.problem] == []
    assert len(find_forgotten(path, lambda url: url == FOREIGN).gone) == 1
    if length > 200:
        with path.open("rb") as file:
            kinds = [one.rec_type for one in ArchiveIterator(file)]
        assert kinds == ["response", "metadata", "response"]


def test_a_torn_line_is_none_and_a_damaged_one_stops_everything(tmp_path: Path) -> None:
    path = tmp_path / "suppressed.jsonl"
    file = SuppressedFile(path)
    file.suppress("url", PAGE, [], None, NOW)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"event": "suppr')
    assert read_suppressions(path).covering(PAGE)
    SuppressedFile(path).suppress("url", OTHER, [], None, NOW)
    assert path.read_bytes().startswith(whole)
    assert read_suppressions(path).covering(OTHER)
    path.write_bytes(b"x" + path.read_bytes())
    with pytest.raises(SuppressedFileError, match="1: is no line"):
        read_suppressions(path)


def test_addresses_are_matched_wider_than_they_are_kept_and_no_wider() -> None:
    key = Suppressions(b"k")
    suppressed = Suppressions(b"k", frozenset([key.hash_of("url", PAGE), key.hash_of("domain", "weg.example")]))
    for covered in (
        PAGE,
        PAGE.replace("https://www.", "http://"),
        f"{PAGE}/#x",
        "https://a.weg.example/y",
        "http://weg.example:8080/",
    ):
        assert suppressed.covering(covered), covered
    for free in (
        OTHER,
        f"{PAGE}?p=2",
        f"{PAGE}2",
        "https://omweg.example/",
        "https://example/",
        "file:weg.example",
        "http://[half",
    ):
        assert suppressed.covering(free) is None, free
    assert address_form("http://[half") == "http://[half"
    assert suppressed.without_addresses(f"from {PAGE}, to {OTHER}") == f"from … to {OTHER}"
    assert Suppressions(b"other", suppressed.hashes).covering(PAGE) is None  # hashes are this folder's alone


def test_the_command_asks_tells_lists_and_lifts(data: DataFolder) -> None:
    assert claimtrace("forget", PAGE, "--data", data.root, stdin="n\n").returncode == 1
    assert not data.suppressed.exists()
    shown = claimtrace("forget", PAGE, "--dry-run", "--json", "--data", data.root)
    assert json.loads(shown.stdout)["counts"]["articles"] == 1
    done = claimtrace("forget", PAGE, "--data", data.root, stdin="y\n")
    assert done.returncode == 0, done.stderr
    assert places(data, "elf dagen") == set()
    ((row),) = json.loads(claimtrace("forget", "--list", "--json", "--data", data.root).stdout)
    assert row["counts"]["articles"] == 1
    assert claimtrace("forget", "--allow", PAGE, "--data", data.root).returncode == 0
    assert claimtrace("forget", "--undo", row["hash"], "--data", data.root).returncode == 2
    assert claimtrace("forget", "--data", data.root).returncode == 2
    assert run_path(data.warc(SLUG, RUN)).exists() is False
