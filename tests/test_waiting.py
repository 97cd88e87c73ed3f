"""What the next run asks for though it was never seen: the same by the archives as by the warehouse."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spiders.archive_knowledge import with_archives
from spiders.fetch_log import FetchLog, fetch_log_path
from spiders.frontier import Frontier
from spiders.guards.host_patience import HostPatience
from spiders.guards.robots import robots_policy
from spiders.known_pages import KnownPage, known_page
from spiders.site_config import Crawl
from spiders.waiting import MAX_FAILURES, has_failed, was_cut_off
from spiders.warc_file import WarcFile
from transforms.records import Outcome, OutcomeKind
from warehouse.queries import named_query

SITE, URL = "a_site", "https://a.example/p"
START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Ending = tuple[OutcomeKind, str | None]

CUT_OFF: list[Ending] = [
    ("limit", "100 new pages were requested already (max_pages)"),
    ("limit", "the crawl ended first: max_minutes = 30 are used up"),
    ("limit", "the crawl ended first: killed"),
    ("limit", "the host failed 11 times in a row, also after a rest"),
]
FAILED: list[Ending] = [
    ("error", "status 500"),
    ("error", "the server took too long"),
    ("blocked", "status 429"),
    ("robots", "robots.txt answered 503, which forbids everything for now (RFC 9309)"),
]
STAYS_OUT: list[Ending] = [
    ("limit", "more than 3 links away from the start (max_depth)"),
    ("limit", "the address has 2000 characters, more than 1024"),
    ("limit", "the path repeats 'x' 4 times"),
    ("limit", "a page number above 2000"),
    ("limit", "more than 300 addresses of one page with filters"),
    ("limit", "more than 400 pages of one calendar"),
    ("limit", None),
    ("blocked", "status 403"),
    ("blocked", "a redirect from https://a.example/ leaves the site"),
    ("robots", "robots.txt disallows it"),
    ("opted_out", "the page asks for it: noindex"),
]


def by_archives(folder: Path, endings: list[Ending]) -> KnownPage | None:
    """What archives know of a page that ended so in one run after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    warcs = []
    for number, (kind, reason) in enumerate(endings):
        path = folder / f"{number:02}.warc.gz"
        WarcFile(path, {}).close()
        log = FetchLog(fetch_log_path(path))
        at = START + timedelta(days=number)
        log.write(Outcome(url=URL, site=SITE, run_id=str(number), outcome=kind, reason=reason, at=at))
        log.close()
        warcs.append(path)
    return with_archives({}, warcs, SITE).get(URL)


def by_warehouse(endings: list[Ending]) -> KnownPage | None:
    """What the warehouse knows of it, by the question that a crawl asks."""
    with duckdb.connect() as base:
        base.execute("create schema core")
        texts = "url, site, outcome, reason, etag, last_modified, payload_digest, article_id, version_id"
        columns = ", ".join(f"{name.strip()} varchar" for name in texts.split(","))
        base.execute(f'create table core.outcomes ({columns}, "at" timestamp)')
        for number, (kind, reason) in enumerate(endings):
            at = (START + timedelta(days=number)).replace(tzinfo=None)
            base.execute(
                'insert into core.outcomes (url, site, outcome, reason, "at") values (?, ?, ?, ?, ?)',
                [URL, SITE, kind, reason, at],
            )
        found = base.execute(named_query("known_pages"), {"site": SITE})
        names = [column[0] for column in found.description or []]
        rows = [known_page(dict(zip(names, row, strict=True))) for row in found.fetchall()]
    return rows[0] if rows else None


@pytest.mark.parametrize("ending", CUT_OFF + FAILED)
def test_what_was_cut_off_or_failed_waits(tmp_path: Path, ending: Ending) -> None:
    page = KnownPage(url=URL, state="waiting", failure_count=int(ending in FAILED))
    assert by_archives(tmp_path, [ending]) == page == by_warehouse([ending])


@pytest.mark.parametrize("ending", STAYS_OUT)
def test_what_a_limit_or_an_answer_keeps_out_does_not_come_in_as_known(tmp_path: Path, ending: Ending) -> None:
    assert by_archives(tmp_path, [ending]) is None and by_warehouse([ending]) is None
    endings = [CUT_OFF[0], ending]  # it waited, and then turned out to be what is not asked for
    assert by_archives(tmp_path / "more", endings) is None and by_warehouse(endings) is None


def test_after_five_failures_it_is_left(tmp_path: Path) -> None:
    for count in (MAX_FAILURES - 1, MAX_FAILURES):
        endings = [FAILED[number % len(FAILED)] for number in range(count)]
        left = None if count == MAX_FAILURES else KnownPage(url=URL, state="waiting", failure_count=count)
        assert by_archives(tmp_path / str(count), endings) == left == by_warehouse(endings)


@given(st.lists(st.sampled_from(CUT_OFF + FAILED + STAYS_OUT), min_size=1, max_size=8))
@example([FAILED[0]] * 4 + [CUT_OFF[0], FAILED[1]])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_archives_and_warehouse_say_the_same(tmp_path_factory: pytest.TempPathFactory, endings: list[Ending]) -> None:
    assert by_archives(tmp_path_factory.mktemp("runs"), endings) == by_warehouse(endings)


def test_the_words_are_those_that_a_run_writes() -> None:
    frontier = Frontier(Crawl(max_pages=1, max_depth=1))
    for url, depth in (("https://a.example/1", 1), ("https://a.example/2", 1), ("https://a.example/3", 2)):
        frontier.admit(url, depth)
    reasons = dict(frontier.unfetched("shutdown"))
    cut_off = {url[-1] for url, why in reasons.items() if was_cut_off("limit", why)}
    assert cut_off == {"1", "2"} and len(reasons) == 3
    host = HostPatience(base_delay=1.0, max_failures=1, rest_seconds=0)
    host.failed(0.0)
    assert was_cut_off("limit", host.given_up)
    assert has_failed("robots", robots_policy(503, b"").denied)
