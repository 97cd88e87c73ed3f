"""What other crawlers write loads as our own does: wget (run here), CC-NEWS and Browsertrix (as they write it)."""

import gzip
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.archives import find_archives
from flows.data_folder import DataFolder
from flows.ingestion import ingest
from flows.runners import Runner
from spiders.warc import UnreadableRecord, read_pages
from spiders.warc_file import payload_digest
from tests.archive_samples import browsertrix_warc, http, kinds, pages_of, record, write_wacz
from tests.test_ingestion import page, rows
from transforms.records import Page, Revisit

NEEDS_WGET = pytest.mark.skipif(not shutil.which("wget"), reason="wget is not installed")


class Site(BaseHTTPRequestHandler):
    """An index that links to an article (in chunks), a redirect to it, a gzip page and one that is not there."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        links = "".join(f'<li><a href="/{name}">{name}</a>' for name in ("magnesium", "oud", "zink", "weg"))
        match self.path:
            case "/":
                self.answer(200, f"<html lang=nl><ul>{links}</ul></html>".encode())
            case "/magnesium":
                body = page().encode()
                half = len(body) // 2
                parts = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:]))
                self.answer(200, parts + b"0\r\n\r\n", ("Transfer-Encoding", "chunked"))
            case "/oud":
                self.answer(301, b"", ("Location", "/magnesium"))
            case "/zink":
                self.answer(
                    200, gzip.compress(page("Zink").encode(), mtime=0), ("Content-Encoding", "gzip"), ("ETag", '"z1"')
                )
            case _:
                self.answer(404, b"<html>weg</html>")

    def answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", "text/html; charset=utf-8"), *headers):
            self.send_header(name, value)
        if not any(name == "Transfer-Encoding" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def wget(folder: Path, name: str, site: str, *options: str) -> None:
    """Fetch a site as an archivist does; 404s make wget end with 8."""
    command = ["wget", "-q", "-r", "--delete-after", f"--warc-file={name}", "--tries=1", "--timeout=10", *options]
    done = subprocess.run([*command, f"{site}/"], cwd=folder, check=False, capture_output=True, timeout=60)
    assert done.returncode in (0, 8), done.stderr


@NEEDS_WGET
@pytest.mark.parametrize("options", [(), ("--no-warc-compression",)])
def test_what_wget_writes_loads(tmp_path: Path, site: str, options: tuple[str, ...]) -> None:
    wget(tmp_path, "dag1", site, *options)
    name = "dag1.warc" if options else "dag1.warc.gz"
    found = {one.url.removeprefix(site): one for one in read_pages(tmp_path / name)}
    assert kinds(found.values()) == ["Page"] * 6  # with robots.txt
    moved, chunked, zipped = found["/oud"], found["/magnesium"], found["/zink"]
    assert isinstance(moved, Page) and (moved.status, moved.location) == (301, f"{site}/magnesium")
    assert isinstance(chunked, Page) and chunked.body == page().encode()
    assert chunked.payload_digest is not None and chunked.payload_digest.startswith("sha1:")
    assert isinstance(zipped, Page) and (zipped.body, zipped.etag) == (page("Zink").encode(), '"z1"')
    data = DataFolder(tmp_path / "data")
    done = ingest(find_archives([tmp_path / name]), data, lambda _: None, Runner(workers=1))
    # robots.txt is not there; the redirect's target was fetched once for the redirect, once for its link
    assert done.loaded.outcomes == {"article": 2, "gone": 2, "not_article": 1, "redirected": 1, "duplicate": 1}
    assert rows(data, "select distinct site from outcomes") == [("127.0.0.1",)]


@NEEDS_WGET
def test_what_wget_had_before_is_unchanged(tmp_path: Path, site: str) -> None:
    wget(tmp_path, "dag1", site, "--warc-cdx")
    wget(tmp_path, "dag2", site, "--warc-dedup=dag1.cdx")
    again = [one for one in read_pages(tmp_path / "dag2.warc.gz") if isinstance(one, Revisit)]
    assert [one.url.removeprefix(site) for one in again] == ["/", "/magnesium", "/magnesium", "/zink"]
    assert again[3].etag == '"z1"'
    data = DataFolder(tmp_path / "data")
    done = ingest(find_archives([tmp_path / "dag1.warc.gz"]), data, lambda _: None, Runner(workers=1))
    done = ingest(find_archives([tmp_path / "dag2.warc.gz"]), data, lambda _: None, Runner(workers=1))
    assert done.loaded.outcomes == {"unchanged": 4, "redirected": 1, "gone": 2}
    assert rows(data, "select count(*), max(version_count) from articles") == [(2, 1)]
    assert rows(data, "select count(article_id) from outcomes where reason = 'the same bytes as before'") == [(3,)]


def test_a_file_of_cc_news(tmp_path: Path) -> None:
    """Records of WARC 1.0 with masked headers, and one cut at the limit of a megabyte, as StormCrawler writes them."""
    body = page().encode()
    head = (
        b"Content-Type: text/html; charset=utf-8\r\nX-Crawler-Content-Encoding: gzip\r\n"
        b"X-Crawler-Transfer-Encoding: chunked\r\nContent-Length: %d\r\n" % len(body)
    )
    literal = head.replace(b"X-Crawler-", b"")  # before 2019 the headers were not masked, the body plain all the same
    url, digest = "https://nieuws.example/magnesium", payload_digest(body)
    truncated = {"WARC-Truncated": "length", "WARC-Payload-Digest": "sha1:ABC"}
    members = [
        record(b"software: StormCrawler 2.11\r\n", None, "warcinfo", content_type="application/warc-fields"),
        record(b"GET /magnesium \r\n\r\n", url, "request", content_type="application/http; msgtype=request"),
        record(http(body, head), url, fields={"WARC-Payload-Digest": digest, "WARC-IP-Address": "192.0.2.1"}),
        record(http(body, literal), "https://nieuws.example/2018"),
        record(http(body[: len(body) // 2], head), "https://nieuws.example/lang", fields=truncated),
        record(
            http(b"%PDF-1.7", b"Content-Type: application/pdf\r\n"), "https://nieuws.example/a.pdf", fields=truncated
        ),
        record(http(b"", head, b"HTTP/1.1 404 Not Found"), "https://nieuws.example/weg", fields=truncated),
    ]
    found = pages_of(tmp_path, *map(gzip.compress, members), name="CC-NEWS-20261122000000-00001.warc.gz")
    assert kinds(found) == ["Page", "Page", "UnreadableRecord", "Page", "Page"]
    whole, old, cut = found[:3]
    assert isinstance(whole, Page) and (whole.body, whole.payload_digest) == (body, digest)
    assert isinstance(old, Page) and old.body == body
    assert isinstance(cut, UnreadableRecord) and cut.url == "https://nieuws.example/lang"
    assert cut.reason == "only the start of the body was kept (WARC-Truncated: length)"
    data = DataFolder(tmp_path / "data")
    (archive,) = find_archives([tmp_path / "CC-NEWS-20261122000000-00001.warc.gz"])
    done = ingest([archive], data, lambda _: None, Runner(workers=1))
    assert done.loaded.outcomes == {"article": 1, "duplicate": 1, "error": 1, "not_article": 1, "gone": 1}


def test_a_segment_of_a_record_is_no_whole_page(tmp_path: Path) -> None:
    (found,) = pages_of(tmp_path, gzip.compress(record(http(), fields={"WARC-Segment-Number": "1"})))
    assert isinstance(found, UnreadableRecord) and "goes on in another record" in found.reason


def test_what_browsertrix_writes_loads(tmp_path: Path) -> None:
    """Two crawls of one site: the second found one page again at its address, and its bytes at another."""
    url, moved, missing = (f"https://www.b.example/{name}" for name in ("magnesium", "kopie", "zink"))
    warc = browsertrix_warc(url, page().encode())
    profile = {"WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"}
    head = http(b"", b"content-type: text/html\r\n", b"HTTP/1.1 200 OK")

    def again(at: str, of: str) -> bytes:
        fields = {**profile, "WARC-Refers-To-Target-URI": of, "WARC-Refers-To-Date": "2026-03-01T09:30:15.000Z"}
        return gzip.compress(record(head, at, "revisit", fields=fields, version="1.1", date="2026-04-01T00:00:00.5Z"))

    write_wacz(tmp_path / "maart.wacz", {"rec-0.warc.gz": warc + again(moved, url)}, [url])
    april = {"rec-0.warc.gz": again(url, url), "rec-1.warc.gz": again(missing, f"{url}-never-seen")}
    write_wacz(tmp_path / "april.wacz", april, [url])
    data = DataFolder(tmp_path / "data")
    march = ingest(find_archives([tmp_path / "maart.wacz"]), data, lambda _: None, Runner(workers=1))
    assert march.loaded.outcomes == {"article": 1, "duplicate": 1}
    assert rows(data, "select count(distinct article_id), count(*) from outcomes") == [(1, 2)]
    april_archives = find_archives([tmp_path / "april.wacz"])
    done = ingest(april_archives, data, lambda _: None, Runner(workers=1))
    assert done.loaded.outcomes == {"unchanged": 1, "duplicate": 1}
    assert rows(data, "select version_count, last_seen_at::date::varchar from articles") == [(1, "2026-04-01")]
    assert rows(data, "select article_id, reason from outcomes where url like '%zink'") == [
        (None, f"the same bytes as {url}-never-seen")
    ]
