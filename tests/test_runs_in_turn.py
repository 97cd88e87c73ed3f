"""Several runs of one site, each knowing what the archives of the earlier ones say."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.archive_knowledge import with_archives
from spiders.article_spider import MAX_KNOWN_AT_ONCE
from spiders.crawling import CrawlSummary, crawl_command, crawl_environment, crawl_summary
from spiders.fetch_log import FetchLog, fetch_log_path, read_fetch_log
from spiders.found_journal import FoundJournal, journal_path
from spiders.known_pages import KnownPage, write_known_pages
from spiders.recovery import recover
from spiders.waiting import MAX_FAILURES
from spiders.warc_file import WarcFile
from tests.fault_server import FaultHost, Route, answer, article, hang_up, links, serving
from tests.test_recovery import SITE, crawl_until_killed, with_etag
from transforms.records import Outcome

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LONG = "/" + "l" * 2000


def site_file(folder: Path, host: FaultHost) -> None:
    (folder / f"{SITE}.toml").write_text(
        f'name = "K"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\ndelay_seconds = 0.0\nmax_depth = 1\n'
    )


def ends(folder: Path, host: FaultHost, run: int) -> dict[str, tuple[str, str | None]]:
    """The lines of a run's fetch log by path."""
    (warc,) = folder.glob(f"{SITE}-*T{run:06}Z.warc.gz")
    logged = read_fetch_log(fetch_log_path(warc)).outcomes
    return {one.url.removeprefix(host.origin): (one.outcome, one.reason) for one in logged}


def test_max_depth_and_traps_hold_in_the_next_run_too(tmp_path: Path) -> None:
    host = FaultHost(routes={"/": with_etag(links("/near", LONG), '"home"'), "/near": answer(links("/far"))})
    host.routes |= {"/far": answer(article()), LONG: answer(article())}
    with serving(host):
        site_file(tmp_path, host)
        for run in range(2):
            assert crawl_until_killed(tmp_path, run, None)
        assert set(ends(tmp_path, host, 0)) == {"/far", LONG}
        known = with_archives({}, sorted(tmp_path.glob("*.warc.gz")), SITE)
    assert host.times("/far") == 0 and host.times(LONG) == 0
    assert {url.removeprefix(host.origin) for url in known} == {"/", "/near"}


@pytest.mark.fault("F23")
@pytest.mark.parametrize(
    "trouble",
    [answer(status=500), answer(status=429, Retry_After="3600"), hang_up],
    ids=["500", "busy for an hour", "hangs up"],
)
def test_a_link_that_failed_is_asked_for_again_when_its_list_answers_304(tmp_path: Path, trouble: Route) -> None:
    host = FaultHost(routes={"/": with_etag(links("/new"), '"home"'), "/new": trouble})
    with serving(host):
        site_file(tmp_path, host)
        assert crawl_until_killed(tmp_path, 0, None)
        tries = host.times("/new")
        host.routes["/new"] = answer(article())
        assert crawl_until_killed(tmp_path, 1, None)
        assert host.times("/new") == tries + 1
        (page,) = [one for url, one in known_pages(tmp_path).items() if url.endswith("/new")]
    assert page.state == "known" and page.failure_count == 0


@pytest.mark.fault("F15")
def test_a_link_that_fails_each_time_is_left_in_the_end(tmp_path: Path) -> None:
    host = FaultHost(routes={"/": with_etag(links("/new"), '"home"'), "/new": hang_up})
    asked = []
    with serving(host):
        site_file(tmp_path, host)
        assert crawl_until_killed(tmp_path, 0, None)
        for day in range(24, 24 + MAX_FAILURES - 2):  # runs in which it failed again
            path = tmp_path / f"{SITE}-202611{day}T000000Z.warc.gz"
            WarcFile(path, {}).close()
            log = FetchLog(fetch_log_path(path))
            at = datetime(2026, 11, day, tzinfo=UTC)
            url = f"{host.origin}/new"
            log.write(Outcome(url=url, site=SITE, run_id=path.name, outcome="error", reason="it hangs up", at=at))
            log.close()
        for run in (1, 2):  # the start page answers 304
            before = host.times("/new")
            assert crawl_until_killed(tmp_path, run, None)
            asked.append(host.times("/new") > before)
    assert asked == [True, False]


def test_known_pages_beyond_what_is_asked_for_at_once_have_their_outcomes(tmp_path: Path) -> None:
    """Requests are made for some known pages at a time; a run that ends before gives the others theirs."""
    count = MAX_KNOWN_AT_ONCE + 150
    host = FaultHost(routes={"/": answer(links())}, otherwise=answer(article()))
    known = tmp_path / "known.jsonl"
    run_ids = [f"{SITE}-20261123T00000{number}Z" for number in range(2)]
    with serving(host):
        site_file(tmp_path, host)
        pages = [KnownPage(url=f"{host.origin}/p{number}", last_fetched_at=LONG_AGO) for number in range(count)]
        pages += [KnownPage(url=f"{host.origin}/w{number}", state="waiting") for number in range(10)]
        write_known_pages(pages, known)
        site = tmp_path / f"{SITE}.toml"
        site.write_text(site.read_text() + "concurrency = 8\n")
        summaries = [crawled(site, tmp_path / f"{run_ids[0]}.warc.gz", run_ids[0], known)]
        site.write_text(site.read_text() + "max_megabytes = 0.1\n")
        summaries.append(crawled(site, tmp_path / f"{run_ids[1]}.warc.gz", run_ids[1], known))
    whole, cut_off = summaries
    assert (whole.finish_reason, whole.pages_archived, whole.outcomes) == ("finished", count + 11, {})
    assert cut_off.finish_reason == "limit" and 0 < cut_off.pages_archived < MAX_KNOWN_AT_ONCE
    assert cut_off.pages_archived + cut_off.outcomes["limit"] == count + 11


def crawled(site: Path, warc: Path, run_id: str, known: Path) -> CrawlSummary:
    done = subprocess.run(
        crawl_command(site, warc, run_id, known), env=crawl_environment(), capture_output=True, text=True, timeout=120,
        check=True,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return crawl_summary(done.stdout)


@pytest.mark.fault("F02")
def test_a_killed_crawl_leaves_what_lay_beyond_a_limit_beyond_it(tmp_path: Path) -> None:
    run_id = f"{SITE}-20261123T120000Z"
    path = tmp_path / f"{run_id}.warc.gz"
    journal = FoundJournal(journal_path(path))
    with pytest.raises(KeyboardInterrupt), WarcFile(path, {"software": "claimtrace", "run_id": run_id, "site": SITE}):
        journal.write("https://a.example/near")
        journal.write("https://a.example/far", "more than 1 links away from the start (max_depth)")
        raise KeyboardInterrupt
    done = recover(path.with_name(path.name + ".open"))
    assert done.waiting_count == 1
    reasons = {one.url: one.reason for one in read_fetch_log(fetch_log_path(path)).outcomes}
    assert reasons == {
        "https://a.example/near": "the crawl ended first: killed",
        "https://a.example/far": "more than 1 links away from the start (max_depth)",
    }
    assert set(known_pages(tmp_path)) == {"https://a.example/near"}


def known_pages(folder: Path):  # type: ignore[no-untyped-def]
    return with_archives({}, sorted(folder.glob("*.warc.gz")), SITE)
