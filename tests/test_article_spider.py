"""Whole crawls in a process of their own, against a real server on loopback that misbehaves as servers do."""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from spiders.crawling import CrawlSummary, crawl_command, crawl_environment, crawl_summary
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.site_config import SiteFileError
from spiders.warc import UnreadableRecord, read_pages
from spiders.warc_file import salvage
from tests import fault_server
from tests.fault_server import FaultHost, Request, Route, hang_up, in_turn
from transforms.records import Outcome, Page, Revisit

Answer = tuple[int, dict[str, str], bytes]


class Server(FaultHost):
    """A host whose routes are path -> answers; the last answer stays."""

    def add(self, routes: Mapping[str, Answer | list[Answer]]) -> None:
        for path, one in routes.items():
            self.routes[path] = in_turn(*(sent(*answer) for answer in (one if isinstance(one, list) else [one])))

    def paths(self) -> Counter[str]:
        return Counter(path for path, _ in self.asked)


def sent(status: int, headers: dict[str, str], body: bytes) -> Route:
    """Answer as it stands here: status 0 hangs up, `X-Wait` waits first, an ETag that is known already is a 304."""

    def route(request: Request) -> None:
        if status == 0:
            hang_up(request)
            return
        time.sleep(float(headers.get("X-Wait", 0)))
        if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
            request.send(304, headers, b"")
        else:
            request.send(status, headers, body)

    return route


@contextmanager
def serving(**routes: Answer | list[Answer]) -> Iterator[Server]:
    with fault_server.serving(Server(otherwise=sent(404, {}, b"not here"))) as server:
        server.add(routes)
        yield server


def html(*links: str, text: str = "Gember helpt.") -> Answer:
    body = "<html><body><p>" + text + "".join(f'<a href="{link}">x</a>' for link in links)
    return 200, {"Content-Type": "text/html; charset=utf-8"}, body.encode()


def moved(location: str) -> Answer:
    return 301, {"Location": location}, b""


def xml(text: str) -> Answer:
    return 200, {"Content-Type": "application/xml"}, text.encode()


def write_site(folder: Path, origin: str, crawl: str = "", slug: str = "a_site") -> Path:
    path = folder / f"{slug}.toml"
    path.write_text(
        f'name = "A"\nhomepage = "{origin}/"\nlanguages = ["nl"]\npermission = "a server of the test"\n'
        f"[crawl]\ndelay_seconds = 0.0\ntimeout_seconds = 0.4\n{crawl}",
        encoding="utf-8",
    )
    return path


@dataclass(frozen=True)
class Crawl:
    """What a finished crawl left."""

    summary: CrawlSummary
    pages: dict[str, Page]
    revisits: dict[str, Revisit]
    unreadable: tuple[UnreadableRecord, ...]
    outcomes: dict[str, Outcome]
    stderr: str


def result_of(warc: Path, stdout: str, stderr: str, origin: str) -> Crawl:
    records = list(read_pages(warc, site="a_site"))
    pages = [page for page in records if isinstance(page, Page)]
    log = read_fetch_log(fetch_log_path(warc))
    assert log.torn_lines == 0
    urls = [record.url for record in records] + [outcome.url for outcome in log.outcomes]
    assert len(urls) == len(set(urls)), "an address has two outcomes"
    return Crawl(
        summary=crawl_summary(stdout),
        pages={page.url.removeprefix(origin): page for page in pages},
        revisits={one.url.removeprefix(origin): one for one in records if isinstance(one, Revisit)},
        unreadable=tuple(one for one in records if isinstance(one, UnreadableRecord)),
        outcomes={outcome.url.removeprefix(origin): outcome for outcome in log.outcomes},
        stderr=stderr,
    )


def crawl(site: Path, origin: str, known: list[dict[str, str]] | None = None) -> Crawl:
    warc = site.parent / "warc" / "run-1.warc.gz"
    known_path = None
    if known is not None:
        known_path = site.parent / "known.jsonl"
        known_path.write_text("".join(json.dumps(page) + "\n" for page in known), encoding="utf-8")
    done = subprocess.run(
        crawl_command(site, warc, "run-1", known_path),
        env=crawl_environment(),
        cwd=site.parent,  # any folder will do
        capture_output=True,
        text=True,
        timeout=40,
        check=True,
    )  # fmt: skip
    return result_of(warc, done.stdout, done.stderr, origin)


ROBOTS = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: claimtrace\nDisallow: /private/\n"
ZIPPED = gzip.compress(b"<p>Zink.<a href=/only-in-zip>")
BOMB = gzip.compress(bytes(21 * 2**20))  # 21 KiB on the wire
LATIN = "<p>caf\xe9 <a href='/caf\xe9'>x</a>".encode("cp1252")
HOME_LINKS = [
    "/a", "/a?utm_source=x&amp;utm_medium=mail", "/a#top", "b?y=2&amp;x=1", "/b?x=1&amp;y=2", "/private/x", "/old-name",
    "/gone", "/doc.pdf", "/zipped", "/slow", "/hop0", "/leaves", "/inside", "/to-file", "/denied/x", "/flaky", "/down",
    "/cut", "/bomb", "/huge", "/picture.jpg", "mailto:a@a.example", "http://other.example/", "javascript:void(0)",
    "http://[half", "/latin",
]  # fmt: skip


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Crawl]]:
    """One crawl of a site with everything on it."""
    with serving() as server:
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        sitemap = f"<urlset xmlns='{namespace}'><url><loc>{server.origin}/from-sitemap</loc></url></urlset>"
        routes: dict[str, Answer | list[Answer]] = {
            "/robots.txt": (200, {}, ROBOTS),
            "/sitemap_index.xml": xml(
                f"<sitemapindex><sitemap><loc>{server.origin}/s1.xml.gz</loc></sitemap>"
                f"<sitemap><loc>{server.origin}/absent.xml</loc></sitemap></sitemapindex>"
            ),
            "/s1.xml.gz": (200, {"Content-Type": "application/gzip"}, gzip.compress(sitemap.encode())),
            "/feed.xml": moved("/real-feed.xml"),
            "/real-feed.xml": xml(
                "<rss version='2.0'><channel><item><link>/from-feed?fbclid=1</link></item></channel></rss>"
            ),
            "/": html(*HOME_LINKS),
            "/a": html("/deep", text="Honing."),
            "/b?y=2&x=1": html(),
            "/deep": html("/"),
            "/from-sitemap": html(),
            "/from-feed": html(),
            "/private/x": html(),
            "/denied/x": html(),
            "/old-name": moved("/new-name?utm_campaign=x"),
            "/new-name": html(),
            "/doc.pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4\n%%EOF\n"),
            "/zipped": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, ZIPPED),
            "/only-in-zip": html(),
            "/slow": (200, {"X-Wait": "0.7"}, b"late"),
            **{f"/hop{n}": moved(f"/hop{n + 1}") for n in range(9)},
            "/leaves": moved("https://other.example/"),
            "/inside": moved("http://169.254.169.254/meta"),
            "/to-file": moved("file:///etc/hostname"),
            "/flaky": [(503, {"Retry-After": "1"}, b"busy"), html()],
            "/down": (500, {}, b"oops"),
            "/cut": (0, {}, b""),
            "/latin": (200, {"Content-Type": "text/html; charset=windows-1252"}, LATIN),
            "/caf%C3%A9": html(),
            "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, BOMB),
            "/huge": (200, {"Content-Type": "text/html"}, bytes(20 * 2**20 + 1)),
            "/known-same": (200, {"ETag": '"v1"', "Content-Type": "text/html"}, b"<p>same"),
            "/known-edited": (200, {"ETag": '"v2"', "Content-Type": "text/html"}, b"<p>edited"),
        }
        server.add(routes)
        site = write_site(
            tmp_path_factory.mktemp("visited"),
            server.origin,
            f'start_pages = ["{server.origin}/"]\nsitemaps = ["{server.origin}/sitemap_index.xml"]\n'
            f'feeds = ["{server.origin}/feed.xml"]\ndeny = ["^/denied/"]\n',
        )
        known = [
            {"url": f"{server.origin}/known-same", "etag": '"v1"', "last_modified": ""},
            {"url": f"{server.origin}/known-edited", "etag": '"v1"', "last_modified": "Sun, 01 Mar 2026 09:00:00 GMT"},
            {"url": f"{server.origin}/known-gone"},
            {"url": f"{server.origin}/denied/known"},
        ]
        yield server, crawl(site, server.origin, known)


def test_pages_are_found_by_links_sitemaps_and_feeds(visited: tuple[Server, Crawl]) -> None:
    _, done = visited
    ok = {path for path, page in done.pages.items() if page.status == 200}
    assert ok == {
        "/", "/a", "/b?y=2&x=1", "/deep", "/from-sitemap", "/from-feed", "/new-name", "/doc.pdf", "/zipped",
        "/only-in-zip", "/flaky", "/latin", "/caf%C3%A9", "/known-edited",
    }  # fmt: skip
    assert done.summary.finish_reason == "finished"


def test_every_answer_is_a_record_once_and_final(visited: tuple[Server, Crawl]) -> None:
    server, done = visited
    statuses = Counter(page.status for page in done.pages.values() if page.status != 200)
    assert statuses == {301: 10, 404: 2, 500: 1}  # old-name, leaves, inside, to-file, hop0-5; gone, known-gone; down
    assert (done.pages["/down"].status, server.paths()["/down"]) == (500, 3)
    assert done.pages["/flaky"].body.startswith(b"<html>") and server.paths()["/flaky"] == 2
    assert [(one.url, one.reason) for one in done.unreadable] == [
        (f"{server.origin}/bomb", "the gzip body has more than 20971520 bytes when decoded")
    ]
    assert done.summary.pages_archived == len(done.pages) + len(done.revisits) + len(done.unreadable)
    assert [(path, one.reason) for path, one in done.revisits.items()] == [("/known-same", "304 Not Modified")]
    assert done.summary.statuses == {"200": 15, "301": 10, "304": 1, "404": 2, "500": 1}


def test_bodies_are_kept_as_served(visited: tuple[Server, Crawl]) -> None:
    _, done = visited
    assert done.pages["/zipped"].body == b"<p>Zink.<a href=/only-in-zip>"
    assert done.pages["/latin"].content_type == "text/html; charset=windows-1252"
    assert done.pages["/latin"].body.startswith("<p>caf\xe9".encode("cp1252"))
    assert done.pages["/doc.pdf"].body == b"%PDF-1.4\n%%EOF\n"
    assert done.pages["/known-edited"].etag == '"v2"'


def test_what_has_no_record_is_in_the_fetch_log(visited: tuple[Server, Crawl]) -> None:
    server, done = visited
    assert {path: (one.outcome, one.reason) for path, one in done.outcomes.items()} == {
        "/private/x": ("robots", "robots.txt disallows it"),
        "/slow": ("error", "the server took too long"),
        "/huge": ("error", "the response is larger than the limit"),
        "/cut": ("error", done.outcomes["/cut"].reason),
        "/hop6": ("error", f"more than 5 redirects in a row, the last from {server.origin}/hop5"),
        "https://other.example/": ("blocked", f"a redirect from {server.origin}/leaves leaves the site"),
        "http://169.254.169.254/meta": ("blocked", f"a redirect from {server.origin}/inside leaves the site"),
        "file:///etc/hostname": ("blocked", f"a redirect from {server.origin}/to-file to no address on the web"),
        "/denied/known": ("blocked", "known from an earlier run; the site file no longer allows it"),
    }  # fmt: skip
    assert all(one.site == "a_site" and one.run_id == "run-1" and one.record is None for one in done.outcomes.values())
    assert done.summary.outcomes == {"blocked": 4, "error": 4, "robots": 1}


def test_each_address_is_asked_for_once_and_politely(visited: tuple[Server, Crawl]) -> None:
    server, _ = visited
    paths = server.paths()
    assert all(count == 1 for path, count in paths.items() if path not in ("/flaky", "/down", "/slow", "/cut"))
    assert not {"/private/x", "/denied/x", "/picture.jpg", "/hop6", "/denied/known"} & set(paths)
    assert paths["/robots.txt"] == 1 and server.asked[0][0] == "/robots.txt"
    assert all(headers["User-Agent"].startswith("claimtrace/") for _, headers in server.asked)
    edited = next(headers for path, headers in server.asked if path == "/known-edited")
    assert (edited["If-None-Match"], edited["If-Modified-Since"]) == ('"v1"', "Sun, 01 Mar 2026 09:00:00 GMT")


def test_the_whole_site_gets_the_pause_that_one_answer_asks_for(visited: tuple[Server, Crawl]) -> None:
    server, _ = visited
    first = next(number for number, (path, _) in enumerate(server.asked) if path == "/flaky")
    (_, before), (_, after) = server.moments[first : first + 2]
    assert after - before >= 1.0


def test_failed_discovery_is_told_and_is_no_page(visited: tuple[Server, Crawl]) -> None:
    server, done = visited
    assert done.summary.discovery_failures == ((f"{server.origin}/absent.xml", "it answered 404"),)
    assert not [path for path in done.pages if path.endswith((".xml", ".gz", "robots.txt"))]


def test_a_failing_robots_txt_forbids_everything_and_plain_scrapy_crawl_works(tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    warc = tmp_path / "y.warc.gz"
    environment = {name: value for name, value in os.environ.items() if name != "SCRAPY_SETTINGS_MODULE"}
    with serving(**{"/robots.txt": (503, {}, b"busy"), "/": html("/a"), "/a": html()}) as server:
        site = write_site(tmp_path, server.origin)
        known.write_text(json.dumps({"url": f"{server.origin}/a"}), encoding="utf-8")
        arguments = [part for one in (f"site={site}", f"warc={warc}", f"known={known}") for part in ("-a", one)]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "article", *arguments],
            cwd=Path(__file__).parents[1],
            env=environment,
            capture_output=True,
            text=True,
            timeout=40,
            check=True,
        )
        crawled = result_of(warc, done.stdout, done.stderr, server.origin)
        assert set(server.paths()) == {"/robots.txt"}
    assert {path: one.outcome for path, one in crawled.outcomes.items()} == {"/": "robots", "/a": "robots"}
    assert "503" in str(crawled.outcomes["/"].reason) and crawled.pages == {}
    assert crawled.summary.discovery_failures[0][0].endswith("/robots.txt")
    assert crawled.summary.run_id.startswith("a_site-20")


def test_limits_are_outcomes_known_pages_are_free_and_a_crawl_delay_slows_us_down(tmp_path: Path) -> None:
    trap = "/x" * 6
    links = [f"/n{n}" for n in range(4)]
    robots: Answer = (200, {}, b"User-agent: *\nCrawl-delay: 0.2\n")
    pages = {
        "/robots.txt": moved("/moved/robots.txt"),
        "/moved/robots.txt": robots,
        **{path: html() for path in (*links, "/known")},
    }
    with serving(
        **{**pages, "/": html("/known", *links, trap), "/n0": html("/deeper"), "/known": html("/n3")}
    ) as server:
        site = write_site(tmp_path, server.origin, "max_pages = 2\nmax_depth = 1\n")
        done = crawl(site, server.origin, [{"url": f"{server.origin}/known"}])
    assert set(done.pages) == {"/", "/known", "/n0", "/n1"}
    assert done.summary.seconds >= 0.8  # each of the four waited
    assert {path: str(one.reason).rpartition("(")[2] for path, one in done.outcomes.items()} == {
        "/n2": "max_pages)",
        "/n3": "max_pages)",
        "/deeper": "max_depth)",
        trap: "the path repeats 'x' 6 times",
    }
    assert {one.outcome for one in done.outcomes.values()} == {"limit"}


def test_private_addresses_are_not_fetched_under_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACE_CONTACT", "mailto:a@a.example")
    name = socket.gethostname()
    with serving(**{"/": html()}) as server:
        port = server.origin.rpartition(":")[2]
        starts = [f"http://{host}:{port}/" for host in ("2130706433", "0x7f.1", "[::1]", "10.0.0.1", name)]
        site = write_site(tmp_path, f"http://{name}:{port}", f"start_pages = {json.dumps(starts)}\n")
        done = crawl(site, server.origin)
        assert server.asked == []
    assert [done.outcomes[url].outcome for url in starts[:4]] == ["blocked"] * 4
    assert done.outcomes[starts[4]].outcome in ("blocked", "robots")  # robots: this machine's name leads nowhere at all
    assert done.pages == {}


def test_a_site_that_is_down_is_left_alone(tmp_path: Path) -> None:
    routes: dict[str, Answer | list[Answer]] = {f"/n{n}": (503, {"Retry-After": "0"}, b"busy") for n in range(30)}
    with serving(**{**routes, "/": html(*routes)}) as server:
        done = crawl(write_site(tmp_path, server.origin), server.origin)
    assert done.summary.finish_reason == "site_failing"
    statuses = Counter(page.status for page in done.pages.values())
    assert statuses[200] == 1 and 10 <= statuses[503] <= 11
    assert len(done.pages) + len(done.outcomes) == 31 and done.summary.outcomes == {"limit": 31 - len(done.pages)}


def started(site: Path, warc: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        crawl_command(site, warc, "run-1"),
        env=crawl_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 20
    left = warc.with_name(warc.name + ".open")
    while not left.exists() or left.stat().st_size < 3000:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)
    return process


def endless() -> dict[str, Answer | list[Answer]]:
    return {
        "/": html(*(f"/n{n}" for n in range(500))),
        **{f"/n{n}": html(text=os.urandom(200).hex()) for n in range(500)},
    }


def test_a_killed_crawl_leaves_what_it_had(tmp_path: Path) -> None:
    warc = tmp_path / "run-1.warc.gz"
    with serving(**endless()) as server:
        process = started(write_site(tmp_path, server.origin, "max_pages = 400\n"), warc)
        process.kill()
        process.communicate(timeout=10)
        answered = len(server.asked)
    assert not warc.exists()
    saved = salvage(warc.with_name("run-1.warc.gz.open"))
    pages = list(read_pages(saved.path))
    assert 2 <= len(pages) <= answered and all(isinstance(page, Page) for page in pages)


def test_a_stopped_crawl_ends_every_address(tmp_path: Path) -> None:
    warc = tmp_path / "run-1.warc.gz"
    with serving(**endless()) as server:
        process = started(write_site(tmp_path, server.origin), warc)
        process.send_signal(signal.SIGTERM)
        stdout, stderr = process.communicate(timeout=20)
        done = result_of(warc, stdout, stderr, server.origin)
    assert done.summary.finish_reason == "shutdown"
    assert len(done.pages) + len(done.outcomes) == 501
    assert {one.outcome for one in done.outcomes.values()} <= {"limit"}


def test_a_crawl_without_a_contact_is_refused_before_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAIMTRACE_CONTACT", raising=False)
    with pytest.raises(SiteFileError, match="CLAIMTRACE_CONTACT"):
        crawl_command(write_site(tmp_path, "https://a.example"), tmp_path / "x.warc.gz", "x")
    monkeypatch.setenv("CLAIMTRACE_CONTACT", "no\r\ncontact")
    with pytest.raises(SiteFileError, match="neither"):
        crawl_command(write_site(tmp_path, "https://a.example"), tmp_path / "x.warc.gz", "x")


def test_a_run_is_never_written_over(tmp_path: Path) -> None:
    with serving(**{"/": html()}) as server:
        site = write_site(tmp_path, server.origin)
        warc = tmp_path / "x.warc.gz"
        warc.write_bytes(b"kept")
        command = crawl_command(site, warc, "x")
        done = subprocess.run(command, env=crawl_environment(), capture_output=True, text=True, timeout=40, check=False)
        assert server.asked == []
    assert done.returncode == 1 and "is there already" in done.stderr
    assert warc.read_bytes() == b"kept" and done.stdout == ""


@pytest.mark.parametrize("stdout", ["", "no json\n", "[1]\n", '{"site": "a"}\n'])
def test_a_crash_has_no_summary(stdout: str) -> None:
    with pytest.raises(ValueError, match="without a summary"):
        crawl_summary(stdout)
