"""One crawl of a site that has every fault at once, and what became of each address."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.reading import page_outcome, wanted_languages
from spiders.crawling import CrawlSummary, crawl_command, crawl_environment, crawl_summary
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.warc import read_pages
from tests.crawl_faults import DOCS, FAULTS, Fault, written_page
from tests.fault_server import FaultHost, answer, article, links, moved, serving, silent
from transforms.extraction import NotArticle, extract_article
from transforms.records import Outcome, Page, Revisit, TaggedArticle

ROBOTS = {
    "robots 404": answer(status=404),
    "robots 503": answer(status=503),
    "robots 429": answer(status=429),
    "robots silent": silent(),
    "robots html": answer("<!doctype html><p>User-agent: *<p>Disallow: nothing"),
    "robots bom": answer(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", Content_Type="text/plain"),
    "robots large": answer(b"#\n" * 200_000 + b"User-agent: *\nDisallow: /\n" + b"#\n" * 100_000),
    "robots moved": moved("/elsewhere.txt"),
    "robots circle": moved("/robots.txt"),
}


@dataclass(frozen=True)
class Visit:
    """A crawl that is over: its hosts by name, and how every address ended."""

    hosts: Mapping[str, FaultHost]
    outcomes: Mapping[str, list[Outcome]]
    summary: CrawlSummary
    stderr: str


def fault_hosts() -> dict[str, FaultHost]:
    """The hosts that the faults need, each with its robots.txt and a start page that leads to its faults."""
    hosts: dict[str, FaultHost] = {}
    for fault in FAULTS:
        host = hosts.setdefault(fault.host, FaultHost())
        host.routes.update(fault.routes)
    for name, host in hosts.items():
        if name.startswith("robots"):
            rules = name.partition(": ")[2]
            host.routes["/robots.txt"] = ROBOTS.get(name) or answer(rules.encode(), Content_Type="text/plain")
            host.routes["/elsewhere.txt"] = answer(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain")
        else:
            behind = {"/hop6", "/agenda/2028-07", "/x/x/x/x", "/list?page=999999"}
            first = [fault.path for fault in FAULTS if fault.host == name and fault.path not in behind]
            deeper = ("/hop0", "/agenda/2026-01", "/x", "/list") if name == "main" else ()
            host.routes["/"] = answer(links(*first, *deeper))
    hosts["answers everything"].otherwise = answer(article("Fout"))
    return hosts


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """Crawl all hosts in one run, read its WARC file, and gather the outcomes by address."""
    folder = tmp_path_factory.mktemp("faults")
    hosts = fault_hosts()
    with ExitStack() as stack:
        for host in hosts.values():
            stack.enter_context(serving(host))
        starts = [f"{host.origin}/" for host in hosts.values()]
        site = folder / "faults.toml"
        site.write_text(
            f'name = "Faults"\nhomepage = "{hosts["answers everything"].origin}/"\nlanguages = ["nl"]\n[crawl]\n'
            f"start_pages = {json.dumps(starts)}\ndelay_seconds = 0.0\ntimeout_seconds = 1.0\nmax_depth = 30\n"
        )
        warc = folder / "faults-20261123T120000Z.warc.gz"
        done = subprocess.run(
            crawl_command(site, warc, "faults-20261123T120000Z"), env=crawl_environment(),
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        yield Visit(hosts, outcomes_of(warc), crawl_summary(done.stdout), done.stderr)


def outcomes_of(warc: Path) -> dict[str, list[Outcome]]:
    """The outcomes of a crawl by address, as they are loaded; that a page is tagged is left out, which takes longer."""
    run_id = warc.name.removesuffix(".warc.gz")
    wanted = wanted_languages(("nl",))
    found: list[Outcome] = list(read_fetch_log(fetch_log_path(warc)).outcomes)
    for one in read_pages(warc, "faults"):
        if isinstance(one, Page):
            found.append(outcome_without_tagging(one, run_id, wanted))
        elif not isinstance(one, Revisit):
            found.append(
                Outcome(url=one.url, site="faults", run_id=run_id, outcome="error", reason=one.reason, at=one.at)
            )
    by_url: dict[str, list[Outcome]] = {}
    for outcome in found:
        by_url.setdefault(outcome.url, []).append(outcome)
    return by_url


def outcome_without_tagging(page: Page, run_id: str, wanted: Mapping[str, object]) -> Outcome:
    read = extract_article(page, wanted)  # type: ignore[arg-type]
    if not isinstance(read, NotArticle):
        read = TaggedArticle(
            article=read, claims=(), citations=(), support=(), disclosures=(), sources=(), tagger_version=""
        )  # type: ignore[assignment]
    return page_outcome(page, run_id, read)  # type: ignore[arg-type]


def named(fault: Fault) -> object:
    """A fault as a parameter, marked with its id, so that `pytest -m fault` runs it."""
    return pytest.param(fault, marks=pytest.mark.fault(fault.id), id=f"{fault.id} {fault.does}")


@pytest.mark.parametrize("fault", [named(fault) for fault in FAULTS])
def test_what_becomes_of_an_address(visit: Visit, fault: Fault) -> None:
    host = visit.hosts[fault.host]
    (outcome,) = visit.outcomes[host.origin + fault.path]  # exactly one
    assert (outcome.outcome, fault.reason in str(outcome.reason)) == (fault.outcome, True), outcome
    if fault.asked is not None:
        assert host.times(fault.path) == fault.asked
    assert not [path for path in fault.never if host.times(path)]


def test_the_crawl_came_to_its_end_and_every_address_to_one(visit: Visit) -> None:
    assert visit.summary.finish_reason == "finished"
    assert [url for url, outcomes in visit.outcomes.items() if len(outcomes) != 1] == []
    assert "Traceback" not in visit.stderr


@pytest.mark.fault("F14")
def test_a_host_that_asks_for_a_pause_gets_it(visit: Visit) -> None:
    host = visit.hosts["main"]
    for path, seconds in (("/retry-seconds", 1.0), ("/retry-date", 1.0)):  # a date has no fractions of a second
        first, second = (at for asked, at in host.moments if asked == path)
        assert second - first >= seconds
        assert not [asked for asked, at in host.moments if first < at < first + seconds - 0.05 and asked != path]


@pytest.mark.fault("F14")
def test_while_one_host_rests_others_go_on(visit: Visit) -> None:
    main, others = visit.hosts["main"], [host for name, host in visit.hosts.items() if name != "main"]
    first, second = (at for asked, at in main.moments if asked == "/retry-seconds")
    assert min(at for host in others for _, at in host.moments) < second and first < second


@pytest.mark.fault("F19")
@pytest.mark.fault("F20")
@pytest.mark.fault("F22")
def test_where_a_redirect_leads_and_must_not_is_said(visit: Visit) -> None:
    blocked = {url: str(one.reason) for url, (one,) in visit.outcomes.items() if one.outcome == "blocked"}
    for url in (
        "http://169.254.169.254/latest",
        "http://167772161/",
        "http://[::ffff:10.0.0.1]/",
        "https://other.example/",
    ):
        assert "leaves the site" in blocked[url]
    for url in (
        "file:///etc/hostname",
        "data:text/html,<p>x",
        "ftp://127.0.0.1/x",
        "http://[half",
        "http://a.example:99999/",
    ):
        assert "no address on the web" in blocked[url]


def test_the_table_in_the_docs_is_what_was_tested() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert written_page(text) == text, "run python -m tests.crawl_faults"
