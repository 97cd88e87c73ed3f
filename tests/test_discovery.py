"""Links, sitemaps and feeds out of bytes, whatever the bytes."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.discovery import NotReadable, feed_entries, page_links, sitemap_entries

URL = "https://a.example/dir/"


def test_links_of_a_page_each_once_in_order() -> None:
    body = b"""<base href="/other/"><a href="b?utm_source=x">1</a><a href=c>2</a><map><area href="/d"></map>
    <a href="b">again</a><a name="no-href">3</a><a href="">empty</a><a href="tel:1">4</a><a href="b#part">5</a>"""
    assert page_links(body, "utf-8", URL) == [f"https://a.example/{path}" for path in ("other/b", "other/c", "d")]


@pytest.mark.parametrize("body", [b"", b"   ", b"<!-- x -->", b"<plaintext>" + b"<a href=/x>" * 9, b"\x00" * 99])
def test_pages_without_links(body: bytes) -> None:
    assert page_links(body, "utf-8", URL) == []


def test_an_unknown_encoding_costs_the_links_only() -> None:
    assert page_links(b"<a href=/x>", "no-such-encoding", URL) == []


@given(st.binary(max_size=400))
def test_no_bytes_raise(noise: bytes) -> None:
    page_links(noise, "utf-8", URL)
    for reader in (sitemap_entries, feed_entries):
        for start in (b"", b"<urlset>", b"<rss version='2.0'>", b"\x1f\x8b"):
            try:
                reader(start + noise, URL)
            except NotReadable as error:
                assert str(error)  # either outcome is right; a failure gives a reason


def test_sitemaps_of_each_kind() -> None:
    urls = (
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        b"<url><loc> /x </loc></url><url><loc>/x</loc></url><url/></urlset>"
    )
    assert sitemap_entries(urls, URL).pages == ("https://a.example/x",)
    assert sitemap_entries(gzip.compress(urls), URL).pages == ("https://a.example/x",)
    index = b"<sitemapindex><sitemap><loc>/s.xml.gz</loc></sitemap></sitemapindex>"
    assert sitemap_entries(index, URL).sitemaps == ("https://a.example/s.xml.gz",)
    text = b"\xef\xbb\xbfhttps://a.example/x\nhttps://a.example/y\n"
    assert sitemap_entries(text, URL).pages == ("https://a.example/x", "https://a.example/y")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><p>Not found", "not urlset"),
        (b"", "no XML"),
        (b"no xml", "no XML"),
        (gzip.compress(b"<urlset/>")[:-9], "cannot be decompressed"),
        (gzip.compress(bytes(51 * 2**20)), "more than 52428800 bytes"),
    ],
)
def test_what_is_no_sitemap_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        sitemap_entries(body, URL)


def test_an_entity_bomb_opens_nothing() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>/&a;</loc></url></urlset>"
    assert sitemap_entries(bomb, URL).pages in ((), ("https://a.example/",))


def test_feeds_of_each_kind() -> None:
    rss = b"<rss version='2.0'><channel><link>/</link><item><link>/x?fbclid=1</link></item><item/></channel></rss>"
    assert feed_entries(rss, URL) == ("https://a.example/x",)
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='y'/></entry></feed>"
    assert feed_entries(atom, URL) == ("https://a.example/dir/y",)
    with pytest.raises(NotReadable):
        feed_entries(b"<html><p>Not found", URL)
    with pytest.raises(NotReadable):
        feed_entries(b"/etc/hostname", URL)  # bytes are never taken for the name of a file
