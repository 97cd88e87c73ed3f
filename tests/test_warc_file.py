"""WARC files that we write: to the standard, readable by others, whole after a kill or a full disk."""

import base64
import gzip
import hashlib
import json
import os
import resource
import subprocess
import sys
from datetime import timedelta
from email.parser import BytesParser
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from spiders.warc import read_pages
from spiders.warc_file import WarcFile, WarcInUse, payload_digest, salvage
from tests.archive_samples import AT, HTML, exchange, kinds
from transforms.records import Page, Revisit

INFO = {"software": "claimtrace", "run_id": "run", "http-header-user-agent": "claimtrace/0\n(+mailto:a@a.example)"}
CHUNKED_GZIP = exchange(
    "https://a.example/gzip", gzip.compress(HTML), Content_Encoding="gzip", Transfer_Encoding="chunked", ETag='"e1"'
)
MOVED = exchange("https://a.example/old?q=1", b"", "301 Moved Permanently", Location="/new")
EMPTY = exchange("https://a.example/empty", b"", "204 No Content")
STRANGE = exchange(
    "https://a.example/strange", X_Title="Gember – é", X_Old=b"caf\xe9".decode("utf-8", "surrogateescape")
)
SOFT_404 = exchange("https://a.example/soft", soft_404_of="https://a.example/zqx-8471")
NOT_MODIFIED = exchange("https://a.example/same", b"", "304 Not Modified", ETag='"e2"')
SAME_BYTES = exchange("https://a.example/bytes", Last_Modified="Sun, 01 Mar 2026 09:00:00 GMT")
WRITTEN = (CHUNKED_GZIP, MOVED, EMPTY, STRANGE, SOFT_404)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with one of each: see above."""
    with WarcFile(tmp_path_factory.mktemp("warc") / "run.warc.gz", INFO) as warc:
        for one in WRITTEN:
            warc.write(one)
        before, digest = AT - timedelta(days=3), payload_digest(HTML)
        warc.write_revisit(NOT_MODIFIED, profile="server-not-modified", refers_to_date=before, payload_digest=digest)
        warc.write_revisit(NOT_MODIFIED, profile="server-not-modified", refers_to_date=None, payload_digest=None)
        warc.write_revisit(SAME_BYTES, profile="identical-payload-digest", refers_to_date=before, payload_digest=digest)
    return warc.path


def warcio(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "warcio.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def independent_reading(path: Path) -> list[tuple[dict[str, str], bytes]]:
    """Each record's fields, names in lower case, and its block, read without warcio: gzip and e-mail headers."""
    found = []
    with gzip.open(path) as file:
        while version := file.readline():
            assert version == b"WARC/1.1\r\n"
            head = b""
            while (line := file.readline()) != b"\r\n":
                head += line
            fields = {name.lower(): str(value) for name, value in BytesParser().parsebytes(head).items()}
            assert len(fields) == head.count(b"\r\n"), "no field is there twice, none is folded"
            found.append((fields, file.read(int(fields["content-length"]))))
            assert file.read(4) == b"\r\n\r\n"
    return found


def test_what_is_written_reads_back_as_it_was_served(tmp_path: Path) -> None:
    with WarcFile(tmp_path / "s" / "run.warc.gz", INFO) as warc:
        body = gzip.compress(HTML)
        first = warc.write(exchange(body=body, Content_Encoding="gzip", ETag='"e1"', Transfer_Encoding="chunked"))
        second = warc.write(exchange(url="https://a.example/two", Last_Modified="Sun, 01 Mar 2026 09:00:00 GMT"))
        assert (tmp_path / "s" / "run.warc.gz.open").exists() and not (tmp_path / "s" / "run.warc.gz").exists()
    one, two = read_pages(tmp_path / "s" / "run.warc.gz", site="a_site")
    assert one == Page(
        url="https://www.a.example/gember?x=1",
        site="a_site",
        fetched_at=AT,
        status=200,
        content_type="text/html; charset=utf-8",
        body=HTML,
        record=first,
        etag='"e1"',
        payload_digest=payload_digest(body),
    )
    assert isinstance(two, Page) and (two.record, two.last_modified) == (second, "Sun, 01 Mar 2026 09:00:00 GMT")
    assert next(iter(read_pages(tmp_path / "s" / "run.warc.gz"))).site == "a.example"


def test_redirects_soft_404s_and_revisits_read_back(written: Path) -> None:
    found = list(read_pages(written, site="a_site"))
    assert kinds(found) == ["Page"] * 5 + ["Revisit"] * 3
    gzipped, moved, empty, strange, soft = (one for one in found if isinstance(one, Page))
    assert (gzipped.body, gzipped.payload_digest) == (HTML, payload_digest(CHUNKED_GZIP.body))
    assert (moved.status, moved.location, moved.body) == (301, "https://a.example/new", b"")
    assert (empty.status, empty.location, empty.payload_digest) == (204, None, payload_digest(b""))
    assert (strange.soft_404_of, soft.soft_404_of) == (None, "https://a.example/zqx-8471")
    not_modified, unknown, same = (one for one in found if isinstance(one, Revisit))
    assert not_modified == Revisit(
        url="https://a.example/same",
        site="a_site",
        fetched_at=AT,
        record=not_modified.record,
        reason="304 Not Modified",
        etag='"e2"',
        payload_digest=payload_digest(HTML),
    )
    assert unknown.payload_digest is None
    assert (same.reason, same.last_modified) == ("the same bytes as before", "Sun, 01 Mar 2026 09:00:00 GMT")


def test_warcio_finds_every_digest_right(written: Path) -> None:
    done = warcio("check", "-v", written)
    assert (done.returncode, done.stderr) == (0, "")
    verdicts = [line.strip() for line in done.stdout.splitlines() if line.startswith("    ")]
    # one warcinfo, five pairs, three revisits with their requests
    assert sorted(verdicts) == ["digest pass"] * 14 + ["digest present but not checked (revisit)"] * 3
    with written.open("rb") as file:
        for one in ArchiveIterator(file, check_digests="raise"):
            one.content_stream().read()


def test_warcio_indexes_every_record(written: Path) -> None:
    done = warcio("index", "-f", "offset,warc-type,warc-target-uri,http:status", written)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["warc-type"] for line in lines] == (
        ["warcinfo"] + ["response", "request"] * 5 + ["revisit", "request"] * 3
    )
    pages = [f"run.warc.gz:{line['offset']}" for line in lines if line["warc-type"] in ("response", "revisit")]
    assert pages == [one.record for one in read_pages(written)]
    assert [line["http:status"] for line in lines if "http:status" in line] == (
        ["200", "301", "204", "200", "200", "304", "304", "200"]
    )


def test_the_records_have_the_fields_that_the_standard_wants(written: Path) -> None:
    records = independent_reading(written)
    (info, block), *pairs = records
    assert (info["warc-type"], info["warc-filename"]) == ("warcinfo", "run.warc.gz")
    assert info["content-type"] == "application/warc-fields" and "warc-target-uri" not in info
    said = dict(line.split(": ", 1) for line in block.decode().splitlines())
    assert said["format"] == "WARC File Format 1.1" and said["conformsTo"].endswith("/warc-1.1/")
    assert said["http-header-user-agent"] == "claimtrace/0 (+mailto:a@a.example)"  # one line, whatever is in it
    assert len({fields["warc-record-id"] for fields, _ in records}) == len(records)
    for (fields, block), (request, _) in zip(pairs[::2], pairs[1::2], strict=True):
        assert request["warc-type"] == "request" and request["content-type"] == "application/http; msgtype=request"
        assert request["warc-concurrent-to"] == fields["warc-record-id"]
        assert request["warc-date"] == fields["warc-date"] == "2026-03-01T09:30:15.123456Z"
        assert request["warc-target-uri"] == fields["warc-target-uri"]
        assert fields["warc-ip-address"] == request["warc-ip-address"] == "203.0.113.7"
        assert fields["content-type"] == "application/http; msgtype=response"
        digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
        assert fields["warc-block-digest"] == f"sha1:{digest}"
    for (fields, block), one in zip(pairs[::2], WRITTEN, strict=False):
        assert block.partition(b"\r\n\r\n")[2] == one.body
        assert fields["warc-payload-digest"] == payload_digest(one.body)
        assert "warc-truncated" not in fields
    not_modified, unknown, same = (fields for fields, _ in records if fields["warc-type"] == "revisit")
    assert all(block.endswith(b"\r\n\r\n") for fields, block in records if fields["warc-type"] == "revisit")
    assert not_modified["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert not_modified["warc-refers-to-target-uri"] == "https://a.example/same"
    assert not_modified["warc-refers-to-date"] == "2026-02-26T09:30:15.123456Z"
    assert not {"warc-refers-to-date", "warc-payload-digest", "warc-truncated"} & unknown.keys()
    assert same["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert (same["warc-payload-digest"], same["warc-truncated"]) == (payload_digest(HTML), "length")


def test_heads_are_archived_as_they_were_served(written: Path) -> None:
    strange = next(
        block for fields, block in independent_reading(written) if fields.get("warc-target-uri", "").endswith("strange")
    )
    head = strange.partition(b"\r\n\r\n")[0]
    assert head.splitlines()[2:] == ["X-Title: Gember – é".encode(), b"X-Old: caf\xe9"]


def test_a_line_break_in_a_header_begins_no_other_header(tmp_path: Path) -> None:
    with WarcFile(tmp_path / "run.warc.gz", {}) as warc:
        warc.write(exchange(ETag='"e1"\r\nX-Robots-Tag: noindex\r\n\r\n<html>'))
    (page,) = read_pages(warc.path)
    assert isinstance(page, Page) and page.directives is None and page.body == HTML


def test_identical_bytes_without_a_digest_have_that_of_the_body(tmp_path: Path) -> None:
    with WarcFile(tmp_path / "run.warc.gz", {}) as warc:
        warc.write_revisit(exchange(), profile="identical-payload-digest", refers_to_date=None, payload_digest=None)
    (revisit,) = read_pages(warc.path)
    assert isinstance(revisit, Revisit) and revisit.payload_digest == payload_digest(HTML)


@pytest.mark.fault("F02")
@pytest.mark.parametrize("is_revisit", [False, True])
def test_a_killed_crawl_is_salvaged_to_its_last_whole_record(tmp_path: Path, is_revisit: bool) -> None:
    path = tmp_path / "run.warc.gz"
    with pytest.raises(KeyboardInterrupt), WarcFile(path, INFO) as warc:
        warc.write(exchange())
        if is_revisit:
            warc.write_revisit(NOT_MODIFIED, profile="server-not-modified", refers_to_date=None, payload_digest=None)
        else:
            warc.write(exchange(url="https://a.example/two"))
        raise KeyboardInterrupt
    left = tmp_path / "run.warc.gz.open"
    size = left.stat().st_size
    os.truncate(left, size - 5)  # in the second request
    saved = salvage(left)
    assert (saved.path, saved.record_count) == (path, 4)  # warcinfo, 2 responses or a revisit, 1 request
    assert saved.dropped_bytes == size - 5 - path.stat().st_size > 0
    assert not left.exists() and kinds(read_pages(path)) == ["Page", "Revisit" if is_revisit else "Page"]


@pytest.mark.fault("F02")
def test_a_file_torn_at_any_byte_keeps_its_whole_records(written: Path, tmp_path: Path) -> None:
    whole = written.read_bytes()
    found = list(read_pages(written))
    starts = [at for at in range(len(whole)) if whole.startswith(b"\x1f\x8b\x08\x00", at)]
    ends = [*starts[1:], len(whole)]
    for size in range(0, len(whole), 97):
        left = tmp_path / "torn.warc.gz.open"
        left.write_bytes(whole[:size])
        saved = salvage(left)
        assert saved.dropped_bytes == size - max((end for end in ends if end <= size), default=0)
        kept = [(one.url, type(one)) for one in read_pages(saved.path)]
        assert kept == [(one.url, type(one)) for one in found[: len(kept)]]
        saved.path.unlink()


def test_a_file_still_being_written_is_left_alone(tmp_path: Path) -> None:
    with WarcFile(tmp_path / "run.warc.gz", {}) as warc:
        with pytest.raises(WarcInUse):
            salvage(warc.open_path)
        warc.write(exchange())
    assert kinds(read_pages(tmp_path / "run.warc.gz")) == ["Page"]
    with pytest.raises(FileExistsError):
        WarcFile(tmp_path / "run.warc.gz", {})


@pytest.mark.fault("F04")
def test_a_full_disk_cuts_the_torn_record_off_and_is_told(tmp_path: Path) -> None:
    noise = os.urandom(50_000)
    with WarcFile(tmp_path / "run.warc.gz", INFO) as warc:
        warc.write(exchange())
        size = warc.open_path.stat().st_size
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10_000, hard))
        try:
            with pytest.raises(OSError, match="too large"):
                warc.write(exchange("https://a.example/big", noise))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert warc.open_path.stat().st_size == size
        after = warc.write(exchange("https://a.example/after"))
        assert after == f"run.warc.gz:{size}"
    assert [one.url for one in read_pages(warc.path)] == [exchange().url, "https://a.example/after"]


def test_a_digest_is_warcios_own_form() -> None:
    assert payload_digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
