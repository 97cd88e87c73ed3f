"""Links, sitemaps and feeds out of bytes, whatever the bytes."""

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.discovery import Entry, NotReadable, feed_entries, page_links, sitemap_entries, w3c_datetime

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


@settings(deadline=None)  # the first example loads the parser
@given(st.binary(max_size=400))
def test_no_bytes_raise(noise: bytes) -> None:
    page_links(noise, "utf-8", URL)
    for reader in (sitemap_entries, feed_entries):
        for start in (b"", b"<urlset>", b"<rss version='2.0'>", b"\x1f\x8b"):
            try:
                reader(start + noise, URL)
            except NotReadable as error:
                assert str(error)  # either outcome is right; a failure gives a reason


def addresses(entries: Iterable[Entry]) -> list[str]:
    return [entry.url for entry in entries]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T09:30:00+01:00", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("2026-11-23T09:30Z", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        (" 2026-11-23 ", datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)),  # some time that day, so at its end
        ("2026-11", datetime(2026, 11, 1, 23, 59, 59, tzinfo=UTC)),
        ("23-11-2026", None),
        ("yesterday", None),
        ("0000-00-00", None),
        (None, None),
    ],
)
def test_when_a_page_changed(text: str | None, moment: datetime | None) -> None:
    assert w3c_datetime(text) == moment
    loc = f"<url><loc>/x</loc><lastmod>{text}</lastmod></url>"
    assert sitemap_entries(f"<urlset>{loc}</urlset>".encode(), URL).pages == (Entry("https://a.example/x", moment),)


def test_feeds_say_when_their_entries_changed() -> None:
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/y'/><updated>2026-11-23T09:30:00Z</updated>"
    assert feed_entries(atom, URL) == (Entry("https://a.example/y", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),)


def test_news_sitemaps_are_sitemaps() -> None:
    news = (
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/"
        b"sitemap-news/0.9'><url><loc>/x</loc><n:news><n:publication_date>2026-11-23</n:publication_date></n:news></url>"
        b"</urlset>"
    )
    assert addresses(sitemap_entries(news, URL).pages) == ["https://a.example/x"]


def test_sitemaps_of_each_kind() -> None:
    urls = (
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        b"<url><loc> /x </loc></url><url><loc>/x</loc></url><url/></urlset>"
    )
    assert addresses(sitemap_entries(urls, URL).pages) == ["https://a.example/x"]
    assert addresses(sitemap_entries(gzip.compress(urls), URL).pages) == ["https://a.example/x"]
    index = b"<sitemapindex><sitemap><loc>/s.xml.gz</loc></sitemap></sitemapindex>"
    assert addresses(sitemap_entries(index, URL).sitemaps) == ["https://a.example/s.xml.gz"]
    text = b"\xef\xbb\xbfhttps://a.example/x\nhttps://a.example/y\n"
    assert addresses(sitemap_entries(text, URL).pages) == ["https://a.example/x", "https://a.example/y"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><p>Not found", "not urlset"),
        (b"", "no XML"),
        (b"no xml", "no XML"),
        (gzip.compress(b"<urlset/>", mtime=0)[:-9], "cannot be decompressed"),
        (gzip.compress(bytes(51 * 2**20), mtime=0), "more than 52428800 bytes"),
    ],
)
def test_what_is_no_sitemap_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        sitemap_entries(body, URL)


@pytest.mark.fault("F48")
def test_an_entity_bomb_opens_nothing() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>/&a;</loc></url></urlset>"
    assert addresses(sitemap_entries(bomb, URL).pages) in ([], ["https://a.example/"])


def test_feeds_of_each_kind() -> None:
    rss = b"<rss version='2.0'><channel><link>/</link><item><link>/x?fbclid=1</link></item><item/></channel></rss>"
    assert addresses(feed_entries(rss, URL)) == ["https://a.example/x"]
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='y'/></entry></feed>"
    assert addresses(feed_entries(atom, URL)) == ["https://a.example/dir/y"]
    with pytest.raises(NotReadable):
        feed_entries(b"<html><p>Not found", URL)
    with pytest.raises(NotReadable):
        feed_entries(b"/etc/hostname", URL)  # bytes are never taken for the name of a file
