"""Crawls killed at any moment: what was complete is kept, what had waited is asked for next, nothing counts twice."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.archive_knowledge import with_archives
from spiders.crawling import crawl_command, crawl_environment
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.found_journal import FoundJournal, journal_path, read_journal
from spiders.known_pages import KnownPage, read_known_pages, write_known_pages
from spiders.recovery import recover
from spiders.warc import read_pages
from spiders.warc_file import WarcInUse
from tests.fault_server import FaultHost, Request, article, links, serving
from transforms.records import Page

PAGES = 120
SITE = "killed"


def site_of_pages(host: FaultHost, pages: int = PAGES) -> None:
    """A site of a start page and pages that are a chain of links, so that a killed crawl knows few of them."""
    for number in range(pages):
        text = article(
            title=f"Gember {number}", body=f"<a href='/p{number + 1}'>verder</a><a href='/p{number + 8}'>x</a>"
        )
        host.routes[f"/p{number}"] = with_etag(text, f'"{number}"')
    host.routes["/"] = with_etag(links("/p0"), '"home"')


def with_etag(text: str, etag: str):  # type: ignore[no-untyped-def]
    def route(request: Request) -> None:
        if request.headers.get("If-None-Match") == etag:
            request.send(304, {"ETag": etag}, b"")
        else:
            request.send(200, {"Content-Type": "text/html; charset=utf-8", "ETag": etag}, text.encode())

    return route


def crawl_until_killed(folder: Path, run: int, kill_after: float | None) -> bool:
    """One run of the site, going on from what earlier ones left; return whether it came to its end."""
    for left in sorted(folder.glob("*.open")):
        recover(left)
    warcs = sorted(folder.glob("*.warc.gz"))
    known = folder / "known.jsonl"
    write_known_pages(with_archives({}, warcs, SITE).values(), known)
    run_id = f"{SITE}-20261123T{run // 3600:02}{run // 60 % 60:02}{run % 60:02}Z"
    process = subprocess.Popen(
        crawl_command(folder / f"{SITE}.toml", folder / f"{run_id}.warc.gz", run_id, known),
        env=crawl_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        _, stderr = process.communicate(timeout=kill_after if kill_after is not None else 120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False
    assert process.returncode == 0, stderr
    return True


def crawl_with_kills(folder: Path, rounds: int, seed: int, pages: int = PAGES) -> tuple[FaultHost, int]:
    """Kill `rounds` runs at random moments, then let one end; return the host, and how many kills hit a run."""
    dice = random.Random(seed)
    host = FaultHost()
    site_of_pages(host, pages)
    kills = 0
    with serving(host):
        (folder / f"{SITE}.toml").write_text(
            f'name = "K"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n'
            "[crawl]\ndelay_seconds = 0.05\nmax_depth = 100\nmax_pages = 100000\nmax_revisit_days = 30.0\n"
        )
        for run in range(rounds):
            kills += not crawl_until_killed(folder, run, dice.uniform(0.9, 2.6))
        assert crawl_until_killed(folder, rounds, None)
    return host, kills


def check_nothing_lost(folder: Path, host: FaultHost) -> None:
    """Every page that was answered whole is in exactly one file; each file gives an address one outcome."""
    archived: Counter[str] = Counter()
    for warc in sorted(folder.glob("*.warc.gz")):
        pages = list(read_pages(warc, SITE))
        log = read_fetch_log(fetch_log_path(warc))
        urls = [page.url for page in pages] + [outcome.url for outcome in log.outcomes]
        assert len(urls) == len(set(urls)), f"{warc.name}: an address has two outcomes"
        assert log.torn_lines <= 1
        archived.update(page.url for page in pages if isinstance(page, Page) and page.status == 200)
    wanted = {host.origin + path for path in host.routes}
    assert wanted <= set(archived), "a page was lost"
    assert {url: count for url, count in archived.items() if count > 1} == {}, "a page was loaded twice"
    assert not list(folder.glob("*.open")) and not list(folder.glob("*.found.txt"))


@pytest.mark.fault("F02")
def test_a_crawl_that_is_killed_again_and_again_loses_nothing(tmp_path: Path) -> None:
    host, kills = crawl_with_kills(tmp_path, rounds=5, seed=4)
    assert kills >= 3
    check_nothing_lost(tmp_path, host)
    full = [path for path, headers in host.asked if path.startswith("/p") and "If-None-Match" not in headers]
    assert len(full) - len(set(full)) <= kills  # at most the page under way when the kill came is fetched twice


@pytest.mark.fault("F02")
def test_a_crawl_whose_run_ended_before_it_began_asks_for_nothing(tmp_path: Path) -> None:
    begin = (
        "import json, subprocess, sys; from spiders.crawling import crawl_environment; "
        "subprocess.Popen(json.loads(sys.argv[1]), env=crawl_environment())"  # and ends, long before Scrapy is imported
    )
    host = FaultHost()
    site_of_pages(host)
    with serving(host):
        site = tmp_path / f"{SITE}.toml"
        site.write_text(f'name = "K"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n')
        command = crawl_command(site, tmp_path / "late.warc.gz", f"{SITE}-20261123T120000Z")
        # reads until the crawl, too, has closed what it writes to
        done = subprocess.run(
            [sys.executable, "-c", begin, json.dumps(command)],
            env=crawl_environment(), capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
    assert "is no more: nothing was asked for" in done.stderr
    assert (host.asked, sorted(path.name for path in tmp_path.iterdir())) == ([], [site.name])


@pytest.mark.fault("F02")
def test_a_killed_crawl_can_be_recovered_twice_over(tmp_path: Path) -> None:
    """As where the recovery itself was killed after it had written the fetch log."""
    host = FaultHost()
    site_of_pages(host)
    with serving(host):
        (tmp_path / f"{SITE}.toml").write_text(
            f'name = "K"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\n'
            "delay_seconds = 0.02\nmax_depth = 99\n"
        )
        run_id = f"{SITE}-20261123T120000Z"
        warc = tmp_path / f"{run_id}.warc.gz"
        process = subprocess.Popen(
            crawl_command(tmp_path / f"{SITE}.toml", warc, run_id), env=crawl_environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while host.times("/p20") == 0:
            time.sleep(0.01)
        with pytest.raises(WarcInUse):
            recover(warc.with_name(warc.name + ".open"))
        process.kill()
        process.wait()
    left = warc.with_name(warc.name + ".open")
    before = tmp_path / "before"
    before.mkdir()
    for path in tmp_path.glob(f"{run_id}*"):
        shutil.copy(path, before)
    with left.open("ab") as file:
        file.write(b"\x1f\x8b\x08 a torn record")
    with fetch_log_path(warc).open("ab") as file:
        file.write(b'{"url": "http://torn')
    first = recover(left)
    assert first.waiting_count >= 1 and first.salvage.dropped_bytes > 0
    log = read_fetch_log(fetch_log_path(warc))
    assert log.torn_lines == 1 and {outcome.outcome for outcome in log.outcomes} == {"limit"}
    waiting = {url for url, page in with_archives({}, [warc], SITE).items() if page.state == "waiting"}
    assert waiting == {outcome.url for outcome in log.outcomes}
    for name in (journal_path(warc).name, left.name):  # the recovery is killed before it renames, and done again
        shutil.copy(before / name, tmp_path)
    warc.unlink()
    assert recover(left).waiting_count == 0
    assert read_fetch_log(fetch_log_path(warc)).outcomes == log.outcomes


def test_a_journal_keeps_whole_lines(tmp_path: Path) -> None:
    path = journal_path(tmp_path / "run.warc.gz")
    journal = FoundJournal(path)
    journal.write("https://a.example/1")
    journal.write("https://a.example/é", "more than 3 links away from the start (max_depth)")
    journal.write("https://a.example/é")  # a shorter way was found
    journal.write("https://a.example/deep", "too deep (max_depth)")
    found = {"https://a.example/1": None, "https://a.example/é": None, "https://a.example/deep": "too deep (max_depth)"}
    assert read_journal(path) == found
    with path.open("a") as file:
        file.write("https://a.example/to")
    assert read_journal(path) == found
    journal.close()
    assert read_journal(path) == {} and not path.exists()


known = st.builds(
    KnownPage,
    url=st.integers(0, 10**6).map(lambda n: f"https://a.example/{n}"),
    state=st.sampled_from(["known", "other", "waiting"]),
    etag=st.none() | st.text(min_size=1),
    payload_digest=st.none() | st.just("sha1:ABC"),
    last_fetched_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    change_count=st.integers(0, 99),
    failure_count=st.integers(0, 4),
)


@given(st.lists(known, unique_by=lambda page: page.url, max_size=5))
def test_known_pages_are_read_as_they_were_written(pages: list[KnownPage]) -> None:
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"claimtrace-known-{os.getpid()}.jsonl"
    try:
        write_known_pages(pages, path)
        assert list(read_known_pages(path).values()) == pages
    finally:
        path.unlink(missing_ok=True)


@pytest.mark.parametrize("line", ["{}", "[]", "x", json.dumps({"url": "https://a.example/", "state": "dead"})])
def test_what_is_no_known_page_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(f'{{"url": "https://a.example/"}}\n{line}\n')
    with pytest.raises(ValueError, match=r"known\.jsonl:2"):
        read_known_pages(path)
