"""Crawls that know what earlier ones saw: what is asked for, what is left, and what the site can say to it."""

import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spiders.crawling import CrawlSummary, crawl_command, crawl_environment, crawl_summary
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.known_pages import KnownPage, write_known_pages
from spiders.run_file import read_run, run_path
from spiders.warc import read_pages
from spiders.warc_file import payload_digest
from tests.fault_server import FaultHost, Route, answer, article, links, serving
from transforms.records import Outcome, Page, Revisit

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Crawled:
    """One crawl that is over: what the host was asked, and how each path ended."""

    def __init__(self, host: FaultHost, warc: Path, summary: CrawlSummary) -> None:
        self.host, self.warc, self.summary = host, warc, summary
        self.records = {one.url.removeprefix(host.origin): one for one in read_pages(warc, "a_site")}
        logged = read_fetch_log(fetch_log_path(warc)).outcomes
        self.logged: dict[str, Outcome] = {one.url.removeprefix(host.origin): one for one in logged}


def crawl(folder: Path, routes: Mapping[str, Route], known: list[dict[str, object]] = [], crawl: str = "") -> Crawled:  # noqa: B006
    """Crawl a site of these routes at noon, knowing these pages (`url` is a path)."""
    host = FaultHost(routes=dict(routes))
    with serving(host):
        site = folder / "a_site.toml"
        site.write_text(
            f'name = "A"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[expect]\nmin_articles = 2\n[crawl]\n'
            f'start_pages = ["{host.origin}/"]\ndelay_seconds = 0.0\n' + crawl.replace("ORIGIN", host.origin)
        )
        path = folder / "known.jsonl"
        pages = [KnownPage(**{**page, "url": host.origin + str(page["url"])}) for page in known]  # type: ignore[arg-type]
        write_known_pages(pages, path)
        run_id = f"a_site-{NOW:%Y%m%dT%H%M%SZ}"
        done = subprocess.run(
            crawl_command(site, folder / f"{run_id}.warc.gz", run_id, path, NOW), env=crawl_environment(),
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return Crawled(host, folder / f"{run_id}.warc.gz", crawl_summary(done.stdout))


def seen(path: str, days_ago: float, known_for: float = 0.0, **more: object) -> dict[str, object]:
    """A page last fetched some days before noon, and known for so long before that."""
    last = NOW - timedelta(days=days_ago)
    return {
        "url": path, "last_fetched_at": last, "first_fetched_at": last - timedelta(days=known_for), "fetch_count": 2,
        **more,
    }  # fmt: skip


def test_what_is_not_due_is_left_and_said(tmp_path: Path) -> None:
    page = answer(article())
    known = [seen("/calm", days_ago=2, known_for=20), seen("/new", days_ago=2), seen("/waiting", 2, state="waiting")]
    done = crawl(tmp_path, {"/": answer(links("/calm")), "/calm": page, "/new": page, "/waiting": page}, known)
    assert done.host.times("/calm") == 0 and done.host.times("/new") == 1 and done.host.times("/waiting") == 1
    assert done.logged["/calm"].outcome == "not_due"
    assert "it is due on 2026-12-10" in str(done.logged["/calm"].reason)
    assert done.summary.outcomes == {"not_due": 1}


def test_a_sitemap_that_says_changed_brings_a_page_forward(tmp_path: Path) -> None:
    """But not before the least interval: sites that give every page today's date exist."""
    entries = "".join(
        f"<url><loc>{path}</loc><lastmod>{moment:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for path, moment in (
            ("/edited", NOW - timedelta(hours=3)),
            ("/older", NOW - timedelta(days=9)),
            ("/just-seen", NOW - timedelta(minutes=5)),
        )
    )
    routes = {"/sitemap.xml": answer(f"<urlset>{entries}</urlset>"), "/": answer(links())}
    routes |= {path: answer(article()) for path in ("/edited", "/older", "/just-seen")}
    known = [seen("/edited", 2, 20), seen("/older", 2, 20), seen("/just-seen", 0.1, 20)]
    done = crawl(tmp_path, routes, known, 'sitemaps = ["ORIGIN/sitemap.xml"]\n')
    assert {path: done.host.times(path) for path in ("/edited", "/older", "/just-seen")} == {
        "/edited": 1, "/older": 0, "/just-seen": 0,
    }  # fmt: skip
    assert set(done.logged) == {"/older", "/just-seen"}


def test_what_has_not_changed_is_a_revisit_record(tmp_path: Path) -> None:
    body = article()
    digest = payload_digest(body.encode())
    routes = {
        "/": answer(links()),
        "/same-bytes": answer(body),
        "/edited": answer(article("Nieuw")),
        "/not-modified": answer(status=304),
    }
    known = [
        seen("/same-bytes", 3, payload_digest=digest),
        seen("/edited", 3, payload_digest=digest),
        seen("/not-modified", 3, etag='"v1"', payload_digest=digest),
    ]
    done = crawl(tmp_path, routes, known)
    assert isinstance(done.records["/same-bytes"], Revisit) and isinstance(done.records["/not-modified"], Revisit)
    assert isinstance(done.records["/edited"], Page)
    assert b"gember" not in Path(done.warc).read_bytes() and done.logged == {}
    assert [headers["If-None-Match"] for path, headers in done.host.asked if path == "/not-modified"] == ['"v1"']


@pytest.mark.fault("F18")
def test_a_site_file_decides_what_is_honoured(tmp_path: Path) -> None:
    routes = {
        "/": answer(links("/noindex", "/noarchive", "/nofollow")),
        "/noindex": answer(article(), X_Robots_Tag="noindex"),
        "/noarchive": answer(article(), X_Robots_Tag="noarchive"),
        "/nofollow": answer(article(body="<a href=/behind>verder</a>"), X_Robots_Tag="nofollow"),
        "/behind": answer(article()),
    }
    done = crawl(tmp_path, routes, crawl='honour = ["noarchive"]\n')
    assert set(done.logged) == {"/noarchive"} and done.host.times("/behind") == 1
    directives = {
        path: one.directives for path, one in done.records.items() if isinstance(one, Page) and one.directives
    }
    assert directives == {"/noindex": "noindex", "/nofollow": "nofollow"}  # recorded, if not honoured


@pytest.mark.parametrize(
    ("budget", "words"), [("max_megabytes = 0.05", "max_megabytes"), ("max_minutes = 0.01", "max_minutes")]
)
def test_a_budget_ends_the_run_and_the_rest_waits_for_the_next(tmp_path: Path, budget: str, words: str) -> None:
    chain = {f"/p{n}": answer(article(body=f"<a href=/p{n + 1}>verder</a>" + "<i></i>" * 800)) for n in range(400)}
    done = crawl(tmp_path, {"/": answer(links("/p0", "/p200")), **chain}, crawl=f"{budget}\nmax_depth = 100\n")
    assert done.summary.finish_reason == "limit"
    assert done.logged and all(one.outcome == "limit" and words in str(one.reason) for one in done.logged.values())
    assert len(done.records) < 390


@pytest.mark.fault("F17")
def test_a_page_that_robots_txt_has_come_to_forbid_is_left_alone(tmp_path: Path) -> None:
    routes = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /shut\n", Content_Type="text/plain"),
        "/": answer(links()),
    }
    done = crawl(tmp_path, {**routes, "/shut": answer(article())}, [seen("/shut", 9)])
    assert done.host.times("/shut") == 0 and done.logged["/shut"].outcome == "robots"


def test_a_run_says_how_it_went(tmp_path: Path) -> None:
    done = crawl(tmp_path, {"/": answer(links("/a", "/missing")), "/a": answer(article())})
    run = read_run(run_path(done.warc))
    assert run is not None
    assert (run.site, run.finish_reason, run.expected_articles) == ("a_site", "finished", 2)
    assert run.started_at == NOW and run.finished_at is not None and run.finished_at > NOW
    assert run.request_count == len(done.host.asked) and run.byte_count > 0
    assert json.dumps(done.summary.statuses) == '{"200": 2, "404": 1}'
