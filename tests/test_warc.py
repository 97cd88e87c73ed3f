"""WARC files of any crawler: pages as they were served; whatever is broken is counted once and never raises."""

import gzip
import io
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders import warc, warc_frames
from spiders.warc import MAX_BODY_BYTES, UnreadableRecord, host_of, read_pages
from spiders.warc_file import payload_digest
from tests.archive_samples import HTML, http, kinds, pages_of, record
from transforms.records import Page

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(HTML, mtime=0)),
        ("x-gzip", gzip.compress(HTML[:20], mtime=0) + gzip.compress(HTML[20:], mtime=0)),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML)[2:-4]),
        ("br", brotli.compress(HTML)),
        ("zstd", zstd.compress(HTML)),
        ("br, gzip", gzip.compress(brotli.compress(HTML), mtime=0)),
        ("gzip", HTML),  # decoded already by the crawler, header kept
        ("", HTML),
    ],
)
def test_content_encodings_are_undone(tmp_path: Path, encoding: str, body: bytes) -> None:
    (page,) = pages_of(tmp_path, gzip.compress(record(http(body, f"Content-Encoding: {encoding}\r\n".encode()))))
    assert isinstance(page, Page) and page.body == HTML


@pytest.mark.fault("F24")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (http(b"\x00\x01garbage", b"Content-Encoding: gzip\r\n"), "not gzip"),
        (http(b"\x00\x01garbage", b"Content-Encoding: br\r\n"), "not br"),
        (http(b"\x00\x01", b"Content-Encoding: rot13\r\n"), "'rot13' is unknown"),
        (http(gzip.compress(bytes(MAX_BODY_BYTES + 1)), b"Content-Encoding: gzip\r\n"), "more than 20971520 bytes"),
        (http(brotli.compress(bytes(MAX_BODY_BYTES + 1)), b"Content-Encoding: br\r\n"), "more than 20971520 bytes"),
        (http(bytes(MAX_BODY_BYTES + 1)), "more than 20971520 bytes"),
        (b"<html>no head at all", "status line"),
        (http(status=b"HTTP/1.1 teapot"), "status line"),
        (b"", "no readable Content-Length"),
    ],
)
def test_a_record_that_cannot_be_read_is_counted_and_the_next_is_read(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    broken = record(content).replace(b"Content-Length: 0", b"Content-Length: none")
    bad, good = pages_of(tmp_path, gzip.compress(broken), gzip.compress(record(http(), "http://b.example/next")))
    assert isinstance(bad, UnreadableRecord) and reason in bad.reason
    assert (bad.url, bad.site, bad.record) == ("http://www.b.example/p", "b.example", "x.warc.gz:0")
    assert isinstance(good, Page) and good.url == "http://b.example/next"


@pytest.mark.parametrize("date", ["2999-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1990-12-31T23:59:59Z"])
def test_a_day_that_cannot_be_is_no_date(tmp_path: Path, date: str) -> None:
    (found,) = pages_of(tmp_path, gzip.compress(record(http(), date=date)))
    assert isinstance(found, UnreadableRecord) and found.reason == f"the record has no readable WARC-Date: {date!r}"


def test_bad_dates_addresses_and_kinds(tmp_path: Path) -> None:
    found = pages_of(
        tmp_path,
        gzip.compress(record(http(), date="2026-03-01")),
        gzip.compress(record(http(), date="yesterday")),
        gzip.compress(record(http(), url=None)),
        gzip.compress(record(b"20260301 a.example 1.2.3.4", url="dns:a.example", content_type="text/dns")),
        gzip.compress(record(http(), url="gopher://a.example/p")),
        gzip.compress(record(http(), url="<http://old-wget.example/>")),
        gzip.compress(record(HTML, kind="resource", content_type="text/html")),
        gzip.compress(record(b"png", kind="resource", content_type="image/png", url="urn:view:http://a")),
        gzip.compress(record(b"GET / HTTP/1.1\r\n\r\n", kind="request")),
    )
    assert kinds(found) == ["Page", *["UnreadableRecord"] * 3, "Page", "Page"]  # a DNS look-up is no page
    assert [one.reason for one in found if isinstance(one, UnreadableRecord)] == [
        "the record has no readable WARC-Date: 'yesterday'",
        "the record has no WARC-Target-URI",
        "'gopher://a.example/p' is no address on the web",
    ]
    assert isinstance(found[1], UnreadableRecord) and found[1].at == datetime(2026, 3, 1, tzinfo=UTC)
    assert found[2].url.startswith("warc:x.warc.gz:") and found[2].site == "unknown"
    assert found[4].url == "http://old-wget.example/"
    assert isinstance(found[5], Page) and (found[5].status, found[5].body) == (200, HTML)


def test_chunked_bodies_and_the_heads_of_other_crawlers(tmp_path: Path) -> None:
    chunked = b"5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n"
    found = pages_of(
        tmp_path,
        gzip.compress(record(http(chunked, b"Transfer-Encoding: chunked\r\n"))),  # wget keeps the chunks
        gzip.compress(record(http(HTML, b"Transfer-Encoding: chunked\r\n"))),  # others keep only the header
        gzip.compress(record(http(status=b"HTTP/2 404"))),  # Browsertrix
        gzip.compress(record(http(head=b"X-Crawler-Content-Encoding: gzip\r\n", status=b"HTTP/1.1 200"))),  # CC-NEWS
    )
    assert [(one.status, one.body) for one in found if isinstance(one, Page)] == [
        (200, b"<html>"),
        (200, HTML),
        (404, HTML),
        (200, HTML),
    ]


def test_every_way_to_pack_records_reads_the_same(tmp_path: Path) -> None:
    records = [record(http(f"<p>{number}".encode()), f"http://b.example/{number}") for number in range(3)]
    record_at_a_time = pages_of(tmp_path, *map(gzip.compress, records))
    one_member = pages_of(tmp_path, gzip.compress(b"".join(records)))
    plain = pages_of(tmp_path, *records, name="x.warc")
    urls = [f"http://b.example/{number}" for number in range(3)]
    for found in (record_at_a_time, one_member, plain):
        assert [one.url for one in found] == urls and kinds(found) == ["Page"] * 3
        assert len({one.record for one in found}) == 3
    assert plain[1].record == f"x.warc:{len(records[0])}"


@pytest.mark.parametrize("wrong_by", [-30, 7, 300, 10**6, 10**12])
def test_a_wrong_length_in_a_plain_file_costs_one_record(tmp_path: Path, wrong_by: int) -> None:
    content = http()
    found = pages_of(
        tmp_path,
        record(http(), "http://b.example/1"),
        record(content, "http://b.example/2", length=len(content) + wrong_by),
        record(http(), "http://b.example/3"),
        name="x.warc",
    )
    assert [(type(one).__name__, one.url[-1]) for one in found] == [
        ("Page", "1"),
        ("UnreadableRecord", "2"),
        ("Page", "3"),
    ]


def test_damage_in_a_plain_file_is_one_record_each(tmp_path: Path) -> None:
    one, two, three = (record(http(), f"http://b.example/{number}") for number in (1, 2, 3))
    for damaged in (two.replace(b"WARC/1.0", b"WXRC/1.0"), two.replace(b"response\r", b"respXnse\r")):
        found = pages_of(tmp_path, one, damaged, three, name="x.warc")
        assert kinds(found) == ["Page", "UnreadableRecord", "Page"]
        assert found[1].record == f"x.warc:{len(one)}" and found[1].url.startswith("warc:")


@pytest.mark.fault("F23")
def test_a_record_over_the_limit_is_skipped_without_being_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_frames, "MAX_BLOCK_BYTES", 500)
    for name, pack in (("x.warc.gz", gzip.compress), ("x.warc", bytes)):
        found = pages_of(tmp_path, pack(record(http(bytes(5000)))), pack(record(http())), name=name)
        assert kinds(found) == ["UnreadableRecord", "Page"]
        assert isinstance(found[0], UnreadableRecord) and "more than the limit" in found[0].reason


MEMBERS = [gzip.compress(record(http(f"<p>{n}".encode() * 40), f"http://b.example/{n}")) for n in range(4)]


@pytest.mark.fault("F02")
@given(cut=st.integers(min_value=1, max_value=sum(map(len, MEMBERS)) - 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_torn_file_gives_what_was_whole_and_one_record_for_its_tail(tmp_path: Path, cut: int) -> None:
    ends = [sum(map(len, MEMBERS[: count + 1])) for count in range(4)]
    whole = sum(end <= cut for end in ends)
    found = pages_of(tmp_path, b"".join(MEMBERS)[:cut])
    assert kinds(found) == ["Page"] * whole + ["UnreadableRecord"] * (cut not in ends)


@given(at=st.integers(min_value=0, max_value=len(MEMBERS[1]) - 1), byte=st.integers(min_value=1, max_value=255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
def test_a_flipped_byte_costs_its_own_record_alone(tmp_path: Path, at: int, byte: int) -> None:
    member = bytearray(MEMBERS[1])
    member[at] ^= byte
    found = pages_of(tmp_path, MEMBERS[0], bytes(member), *MEMBERS[2:])
    assert [one.url[-1] for one in found if isinstance(one, Page)] in (["0", "2", "3"], ["0", "1", "2", "3"])
    assert len(found) == 4  # the gzip head has bytes that change nothing; all else is one unreadable record


@given(st.binary(max_size=400))
@example(b"    \x00")  # an ARC head without a length
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_raise(tmp_path: Path, noise: bytes) -> None:
    for start in (b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"filedesc://", gzip.compress(b"WARC/1.0\r\n" + noise)):
        found = pages_of(tmp_path, start + noise)
        assert all(isinstance(one, UnreadableRecord) for one in found)
        assert found or not (start + noise).strip(b"\r\n")


@given(st.text(max_size=60))
def test_any_address_has_a_host_or_none(url: str) -> None:
    host = host_of(url)
    assert host is None or (host and host == host.lower())


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.RIVM.nl/x", "rivm.nl"),
        ("https://web.archive.org/web/2016id_/https://www.rivm.nl/x", "rivm.nl"),  # who said it, not who kept it
        ("https://web.archive.org/web/2016/https:/www.rivm.nl/x", "rivm.nl"),
        ("https://web.archive.org/web/2016/https://[", "web.archive.org"),
        ("https://web.archive.org/about", "web.archive.org"),
    ],
)
def test_the_site_is_whose_page_it_is(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_damaged_request_is_counted_under_its_own_place(tmp_path: Path) -> None:
    torn = gzip.compress(record(b"GET /p HTTP/1.1\r\n\r\n" * 50, kind="request"))[:-9]
    found = pages_of(tmp_path, gzip.compress(record(http())), torn)
    assert kinds(found) == ["Page", "UnreadableRecord"]
    assert found[1].url.startswith("warc:")  # the page itself has its one outcome already


def test_pages_of_an_arc_file(tmp_path: Path) -> None:
    info = b"1 0 Internet Archive\nURL IP-address Archive-date Content-type Archive-length\n\n"
    response = http()
    arc = b"filedesc://x.arc 0.0.0.0 20070301093015 text/plain %d\n%s\n" % (len(info), info)
    arc += b"http://www.c.example/ 1.2.3.4 20070301093015 text/html %d\n%s\n" % (len(response), response)
    for name, content in (("x.arc", arc), ("x.arc.gz", gzip.compress(arc[: arc.index(b"http://www")]))):
        found = pages_of(tmp_path, content, name=name)
        assert kinds(found) == (["Page"] if name == "x.arc" else [])
    (page,) = pages_of(tmp_path, arc, name="x.arc")
    assert isinstance(page, Page) and (page.url, page.site, page.body) == ("http://www.c.example/", "c.example", HTML)
    assert page.fetched_at == datetime(2007, 3, 1, 9, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/nieuw", "http://www.b.example/nieuw"),
        ("//c.example/x y", "http://c.example/x%20y"),
        ("../zürich", "http://www.b.example/z%C3%BCrich"),
        ("//[half", None),
        ("", None),
    ],
)
def test_where_a_redirect_leads(tmp_path: Path, location: str, leads_to: str | None) -> None:
    head = f"Location: {location}\r\n".encode()
    moved, found = pages_of(
        tmp_path,
        gzip.compress(record(http(b"", head, b"HTTP/1.1 301 Moved"))),
        gzip.compress(record(http(head=head))),
    )
    assert isinstance(moved, Page) and moved.location == leads_to
    assert isinstance(found, Page) and found.location is None  # of a 200 it means nothing


@pytest.mark.fault("F18")
def test_what_a_page_asks_of_crawlers(tmp_path: Path) -> None:
    body = gzip.compress(b'<html><meta name="robots" content="noarchive">')
    head = b"Content-Encoding: gzip\r\nX-Robots-Tag: noindex, nofollow\r\nTDM-Reservation: 1\r\n"
    asking, plain = pages_of(
        tmp_path, gzip.compress(record(http(body, head))), gzip.compress(record(http(), "http://b.example/2"))
    )
    assert isinstance(asking, Page) and asking.directives == "noarchive,nofollow,noindex,tdm_reservation"
    assert isinstance(plain, Page) and plain.directives is None


def test_digests_are_the_archives_own_or_worked_out(tmp_path: Path) -> None:
    chunked = b"5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n"
    told, worked_out, resource = pages_of(
        tmp_path,
        gzip.compress(record(http(), fields={"WARC-Payload-Digest": "sha256:abc"})),
        gzip.compress(record(http(chunked, b"Transfer-Encoding: chunked\r\n"))),
        gzip.compress(record(b"<html>", kind="resource", content_type="text/html")),
    )
    assert isinstance(told, Page) and told.payload_digest == "sha256:abc"
    assert isinstance(worked_out, Page) and worked_out.payload_digest == payload_digest(b"<html>")
    assert isinstance(resource, Page) and resource.payload_digest == payload_digest(b"<html>")


def test_of_what_is_gone_the_body_does_not_matter(tmp_path: Path) -> None:
    (page,) = pages_of(
        tmp_path, gzip.compress(record(http(b"\x00\x01", b"Content-Encoding: br\r\n", b"HTTP/1.1 404 Gone")))
    )
    assert isinstance(page, Page) and (page.status, page.body) == (404, b"")


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_heads_alone_say_what_whole_pages_say_but_for_the_bodies(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "MAX_HTTP_HEAD_BYTES", 300)
    long = HTML + b"<p>" + b"x" * 200_000
    digest = {"WARC-Payload-Digest": payload_digest(long)}
    etag = b'ETag: "e"\r\nContent-Type: text/html\r\nX-Robots-Tag: noindex\r\n'
    records = [
        record(http(long, etag), "http://b.example/1", fields=digest),
        record(http(long), "http://b.example/2", length=300_000, fields=digest),
        record(http(b"", b"Location: /1\r\n", b"HTTP/1.1 301 Moved"), "http://b.example/3", fields=digest),
        record(http(b"", b"", b"HTTP/1.1 304 Not Modified"), "http://b.example/4"),
        record(http(), "http://b.example/5", fields=digest),
        record(http(long), "http://b.example/6", fields=digest)[:-90_000],
    ]
    path = tmp_path / name
    path.write_bytes(b"".join(gzip.compress(one) if name.endswith("gz") else one for one in records))
    heads, whole = list(read_pages(path, heads_only=True)), list(read_pages(path))
    assert kinds(heads) == ["Page", "UnreadableRecord", "Page", "Revisit", "Page", "UnreadableRecord"]
    assert {one.body for one in heads if isinstance(one, Page)} == {b""}
    assert heads == [replace(one, body=b"", directives=None) if isinstance(one, Page) else one for one in whole]
    assert isinstance(whole[0], Page) and whole[0].body == long and whole[0].directives == "noindex"


def test_a_file_as_warcio_writes_it_plain(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    head = StatusAndHeaders("301 Moved", [("Location", "/new")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record("http://d.example/old", "response", payload=io.BytesIO(b""), http_headers=head)
    )
    (page,) = pages_of(tmp_path, out.getvalue(), name="plain.warc")
    assert isinstance(page, Page) and (page.status, page.body) == (301, b"")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages is not beside this checkout")
def test_every_response_of_the_real_corpus_is_a_page() -> None:
    count = 0
    for path in sorted(CORPUS.glob("*.warc.gz")):
        found = list(read_pages(path))
        assert kinds(found) == ["Page"] * len(found)
        assert len({one.record for one in found}) == len(found)
        count += len(found)
    assert count == 4444
