"""HTML files as pages: their address, their site, and what is counted when a file cannot be read."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.html_files import read_html_files, stated_address
from spiders.warc import MAX_BODY_BYTES, UnreadableRecord
from transforms.records import Page

CANONICAL = b'<html><head><link rel="Canonical" href=" https://www.a.example/honing "></head><p>Honing.</p>'


def test_a_folder_is_read_in_order_with_each_files_own_address(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.html").write_bytes(CANONICAL)
    (tmp_path / "sub" / "a.HTM").write_bytes(b"<p>Just text")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"no page")
    os.utime(tmp_path / "b.html", (1_700_000_000, 1_700_000_000))
    pages = [page for page in read_html_files(tmp_path) if isinstance(page, Page)]
    assert [(page.url, page.site) for page in pages] == [
        ("https://www.a.example/honing", "a.example"),
        ("file:empty.html", "local"),
        ("file:sub/a.HTM", "local"),
    ]
    assert pages[0].fetched_at == datetime.fromtimestamp(1_700_000_000, UTC) and pages[0].body == CANONICAL


def test_one_file_of_any_name(tmp_path: Path) -> None:
    (tmp_path / "saved page").write_bytes(CANONICAL)
    (page,) = read_html_files(tmp_path / "saved page")
    assert (page.url, page.record) == ("https://www.a.example/honing", "saved page:0")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<meta property="og:url" content="https://a.example/og">', "https://a.example/og"),
        (b'<link rel="canonical" href="/relative"><meta property="og:url" content="http://a.example/og">', "http://a.example/og"),
        (b'<link rel="canonical" href="javascript:alert(1)">', None),
        (b'<link rel="canonical" href="https://">', None),
        (b"<!-- only -->", None),
    ],
)  # fmt: skip
def test_the_stated_address(head: bytes, expected: str | None) -> None:
    assert stated_address(head) == expected


@given(st.binary(max_size=300))
def test_no_bytes_raise(noise: bytes) -> None:
    assert stated_address(b"<html>" + noise) is None or b"http" in noise.lower()


def test_files_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    inside = tmp_path / "pages"
    inside.mkdir()
    (tmp_path / "secret.html").write_bytes(CANONICAL)
    (inside / "link.html").symlink_to(tmp_path / "secret.html")
    with (inside / "huge.html").open("wb") as file:
        file.truncate(MAX_BODY_BYTES + 1)
    found = list(read_html_files(inside))
    assert [one.url for one in found] == ["file:huge.html", "file:link.html"]
    assert all(isinstance(one, UnreadableRecord) for one in found)
    with pytest.raises(FileNotFoundError):
        list(read_html_files(tmp_path / "absent"))
