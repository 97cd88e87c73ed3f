"""A home page as it is served: what it says of its site, and that nothing in it raises."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.front_page import FrontPage, front_page
from transforms.markup import NotArticle
from transforms.records import Page

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def read(
    body: str | bytes, url: str = "https://www.gezond.example/", content_type: str = "text/html; charset=utf-8"
) -> FrontPage:
    found = tried(body, url, content_type)
    assert isinstance(found, FrontPage), found
    return found


def tried(body: str | bytes, url: str, content_type: str) -> FrontPage | NotArticle:
    data = body.encode() if isinstance(body, str) else body
    return front_page(
        Page(url=url, site="x", fetched_at=NOW, status=200, content_type=content_type, body=data, record="")
    )


def head(*tags: str, title: str = "Home | Gezond", body: str = "<p>Welkom") -> str:
    return f"<!doctype html><html lang='nl-NL'><head><title>{title}</title>{''.join(tags)}</head><body>{body}"


@pytest.mark.parametrize(
    ("tags", "title", "name", "name_from"),
    [
        ("<meta property='og:site_name' content='Gezond &amp; Wel'>", "Home", "Gezond & Wel", "og:site_name"),
        ("<meta name='application-name' content=' Gezond\n Wel '>", "Home", "Gezond Wel", "application-name"),
        (
            '<script type="application/ld+json">[{"@graph": [{"@type": ["Organization"], "name": "Stichting Gezond"}]}]'
            "</script>",
            "Home",
            "Stichting Gezond",
            "its JSON-LD",
        ),
        ("", "Home | Gezond | Alles over eten", "Gezond", "its title"),
        ("", "Alles over eten - Gezond", "Gezond", "its title"),  # the part that shares its letters with the host
        ("", "Alles over eten – een site voor iedereen", "Alles over eten", "its title"),
        ("<meta property='og:site_name' content='Home'>", "Home", "www.gezond.example", "its host"),
        ("", "", "www.gezond.example", "its host"),
        ("<meta property='og:site_name' content='A\u202e\u0000B\u200b'>", "Home", "AB", "og:site_name"),
    ],
)
def test_the_name_is_where_the_site_says_it_best(tags: str, title: str, name: str, name_from: str) -> None:
    found = read(head(tags, title=title))
    assert (found.name, found.name_from) == (name, name_from)


def test_feeds_are_absolute_and_comments_are_none() -> None:
    found = read(
        head(
            "<base href='https://www.gezond.example/nl/'>",
            "<link rel=alternate type='application/rss+xml' href='/feed/' title='Gezond'>",
            "<link rel='alternate' type='application/atom+xml; charset=utf-8' href='atom.xml#x'>",
            "<link rel=alternate type='application/rss+xml' href='/feed/'>",
            "<link rel=alternate type='application/rss+xml' href='/comments/feed/' title='Reacties'>",
            "<link rel=alternate type='application/rss+xml' href='file:///etc/passwd'>",
            "<link rel=alternate hreflang=en href='/en/'>",
            "<link rel=stylesheet type='application/rss+xml' href='/no'>",
        )
    )
    assert found.feeds == ("https://www.gezond.example/feed/", "https://www.gezond.example/nl/atom.xml")


def test_terms_language_and_publisher() -> None:
    links = "<a href=/voorwaarden.pdf>x</a><a href=/p/9>Disclaimer</a><a href='/winkelwagen'>mandje</a><a>leeg</a>"
    found = read(head(body=links))
    assert found.terms == ("https://www.gezond.example/voorwaarden.pdf", "https://www.gezond.example/p/9")
    assert found.language == "nl"
    assert found.publisher_kind == "shop" and "/winkelwagen" in found.publisher_why


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("<html lang='en'><p>a", "en"),
        ("<html><meta property='og:locale' content='nl_BE'><p>a", "nl"),
        ("<html><meta http-equiv='Content-Language' content='nl'><p>a", "nl"),
        ("<html lang='x-default'><p>a", None),
        ("<html><p>a", None),
    ],
)
def test_the_language_that_a_page_declares(page: str, language: str | None) -> None:
    assert read(page).language == language


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"%PDF-1.7 x", "text/html"), (b'{"a": 1}', "application/json"), (b"", "text/html"), (b"<rss></rss>", "text/xml")],
)
def test_what_is_no_page_says_why(body: bytes, content_type: str) -> None:
    found = tried(body, "https://a.example/", content_type)
    assert isinstance(found, NotArticle) and found.reason


def test_a_deep_graph_and_many_links_end() -> None:
    deep = '<script type="application/ld+json">' + "[" * 400 + "]" * 400 + "</script>"
    many = "".join(f"<a href=/a{n}>b</a>" for n in range(5000)) + "<a href=/cart>c</a>"
    assert read(head(deep, body=many)).publisher_kind == "other"


TAGS = st.sampled_from(["title", "meta", "link", "a", "script type='application/ld+json'", "base"])


@given(st.binary(max_size=300), st.text(max_size=100), TAGS)
def test_nothing_in_a_page_raises(raw: bytes, text: str, tag: str) -> None:
    for body in (raw, f"<html><{tag} href='{text}' content='{text}' property='og:site_name'>{text}</html>".encode()):
        found = tried(body, "https://a.example/x", "text/html")
        if isinstance(found, FrontPage):
            assert found.name and len(found.name) <= 200 and "\n" not in found.name
