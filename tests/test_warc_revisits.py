"""Revisit records of any crawler: what they say of a page that was not archived again."""

import gzip
from pathlib import Path

import pytest

from spiders.warc import UnreadableRecord
from tests.archive_samples import HTML, http, kinds, pages_of, record
from transforms.records import Page, Revisit

URL = "http://www.b.example/p"
SAME = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
HEAD = http(b"", b'ETag: "e1"\r\nLast-Modified: Sun, 01 Mar 2026 09:00:00 GMT\r\n')


def revisit(tmp_path: Path, block: bytes, profile: str | None = SAME, **more: str) -> Page | Revisit | UnreadableRecord:
    fields = {"WARC-Profile": profile} if profile else {}
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    (found,) = pages_of(tmp_path, gzip.compress(record(block, URL, "revisit", fields=fields)))
    return found


def test_the_head_gives_validators_and_the_record_the_digest(tmp_path: Path) -> None:
    found = revisit(tmp_path, HEAD, WARC_Payload_Digest="sha1:ABC", WARC_Truncated="length")
    assert isinstance(found, Revisit)
    assert (found.url, found.site, found.record) == (URL, "b.example", "x.warc.gz:0")
    assert (found.etag, found.last_modified) == ('"e1"', "Sun, 01 Mar 2026 09:00:00 GMT")
    assert (found.payload_digest, found.reason, found.same_as) == ("sha1:ABC", "the same bytes as before", None)


@pytest.mark.parametrize("profile", [SAME, f"<{SAME}>", SAME.replace("1.0", "1.1"), SAME.replace("1.0", "0.18")])
def test_profiles_of_every_version_of_the_standard(tmp_path: Path, profile: str) -> None:
    found = revisit(tmp_path, HEAD, profile)
    assert isinstance(found, Revisit) and found.reason == "the same bytes as before"


@pytest.mark.parametrize("block", [b"", http(b"", status=b"HTTP/1.1 304 Not Modified")])
def test_not_modified_with_a_head_and_without(tmp_path: Path, block: bytes) -> None:
    found = revisit(tmp_path, block, NOT_MODIFIED, WARC_Refers_To_Target_URI="http://www.b.example/other")
    assert isinstance(found, Revisit) and (found.reason, found.same_as) == ("304 Not Modified", None)


def test_the_bytes_of_another_address_are_said_to_be(tmp_path: Path) -> None:
    other = "http://www.b.example/q"
    found = revisit(tmp_path, HEAD, WARC_Refers_To_Target_URI=other)
    assert isinstance(found, Revisit) and (found.reason, found.same_as) == (f"the same bytes as {other}", other)
    own = revisit(tmp_path, HEAD, WARC_Refers_To_Target_URI=f"<{URL}>")
    assert isinstance(own, Revisit) and own.same_as is None


@pytest.mark.parametrize(
    ("status", "location"), [(b"404 Not Found", None), (b"301 Moved", "http://www.b.example/q"), (b"500 Oops", None)]
)
def test_the_same_error_or_redirect_again_is_that_error_or_redirect(
    tmp_path: Path, status: bytes, location: str | None
) -> None:
    found = revisit(tmp_path, http(b"", b"Location: /q\r\n", b"HTTP/1.1 " + status))
    assert isinstance(found, Page) and found.status == int(status[:3])
    assert (found.body, found.location, found.payload_digest) == (b"", location, None)


@pytest.mark.parametrize("profile", [None, "http://example.org/revisit/diff", "identical"])
def test_a_profile_that_is_not_known_is_not_interpreted(tmp_path: Path, profile: str | None) -> None:
    found = revisit(tmp_path, HEAD, profile)
    assert isinstance(found, UnreadableRecord) and "unknown profile" in found.reason and found.url == URL


def test_a_304_in_a_response_record_is_unchanged_too(tmp_path: Path) -> None:
    digest_of_nothing = {"WARC-Payload-Digest": "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"}
    (found,) = pages_of(
        tmp_path,
        gzip.compress(record(http(b"", b'ETag: "e1"\r\n', b"HTTP/1.1 304 Not Modified"), fields=digest_of_nothing)),
    )
    assert isinstance(found, Revisit)
    assert (found.reason, found.etag, found.payload_digest) == ("304 Not Modified", '"e1"', None)


@pytest.mark.fault("F02")
def test_a_torn_revisit_is_counted_under_its_address(tmp_path: Path) -> None:
    whole = record(http(), "http://b.example/1") + record(HEAD, URL, "revisit", fields={"WARC-Profile": SAME})
    found = pages_of(tmp_path, whole[: -len(HEAD)], name="x.warc")
    assert kinds(found) == ["Page", "UnreadableRecord"]
    assert found[1].url == URL


def test_pages_and_revisits_keep_their_order(tmp_path: Path) -> None:
    again = record(HEAD, URL, "revisit", fields={"WARC-Profile": SAME})
    found = pages_of(
        tmp_path, *map(gzip.compress, (record(http(HTML)), again, record(http(HTML), "http://b.example/2")))
    )
    assert kinds(found) == ["Page", "Revisit", "Page"]
