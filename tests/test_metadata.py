"""Metadata: what a page says about its article, and how much of it can be believed."""

from datetime import UTC, date, datetime
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.lang import languages
from transforms.metadata import Metadata, read_metadata
from transforms.structured_data import lenient_json, structured_data

VISIT = datetime(2026, 11, 1, tzinfo=UTC)


def tree(head: str, body: str = "", lang: str = "nl") -> Any:
    return lxml.html.document_fromstring(f'<html lang="{lang}"><head>{head}</head><body>{body}<p>x</p></body></html>')


def read(head: str, body: str = "", lang: str = "nl", url: str = "https://a.nl/x") -> Metadata:
    return read_metadata(tree(head, body, lang), url, VISIT, languages())


def told(json_text: str) -> str:
    return f'<script type="application/ld+json">{json_text}</script>'


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('"Jan de Vries"', "Jan de Vries"),
        ('{"@type": "Person", "name": "Jan de Vries"}', "Jan de Vries"),
        ('[{"name": "Jan"}, "Piet", {"name": "Jan"}]', "Jan, Piet"),
        ('"https://a.nl/auteur/jan"', None),
        ("[]", None),
        ('{"name": {"@value": "Jan"}}', "Jan"),
        ("7", None),
    ],
)
def test_author(author: str, expected: str | None) -> None:
    assert structured_data(tree(told(f'{{"@type": "BlogPosting", "author": {author}}}'))).author == expected


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, 2,],}',
        '<!-- {"a": [1, 2]} -->',
        '//<![CDATA[\n{"a": [1, 2]}\n//]]>',
        '{"a": [1,\n2]};',
        "{&quot;a&quot;: [1, 2]}",
    ],
)
def test_broken_json_is_read(text: str) -> None:
    assert lenient_json(text) == {"a": [1, 2]}


@given(st.text(max_size=80))
def test_any_json_is_survived(text: str) -> None:
    lenient_json(text)
    structured_data(tree(""))


def test_nested_without_end() -> None:
    deep = '{"a":' * 5_000 + "1" + "}" * 5_000
    assert structured_data(tree(told(deep))).headline is None


def test_an_article_goes_before_a_page() -> None:
    both = '[{"@type": "WebPage", "datePublished": "2020-01-01", "lastReviewed": "2025-05-05"}, ' \
           '{"@type": "NewsArticle", "datePublished": "2024-02-02"}]'  # fmt: skip
    found = read(told(both))
    assert (found.published, found.reviewed, found.is_article) == (date(2024, 2, 2), date(2025, 5, 5), True)


@pytest.mark.fault("F38")
@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2018-12-24T09:04:14+00:00">', date(2018, 12, 24)),
        ('<meta name="DC.date.issued" content="2018-12-24">', date(2018, 12, 24)),
        ('<meta itemprop="datePublished" content="24-12-2018">', date(2018, 12, 24)),
        ('<meta property="article:published_time" content="2031-01-01">', None),
        ('<meta property="article:published_time" content="0000-00-00">', None),
        ("", None),
    ],
)
def test_published(head: str, expected: date | None) -> None:
    assert read(head).published == expected


@pytest.mark.fault("F38")
def test_the_address_tells_the_date_where_nothing_else_does_and_the_visit_never() -> None:
    assert read("", url="https://a.nl/2019/05/13/magnesium").published == date(2019, 5, 13)
    assert read("", "<footer>Vandaag is het 1 november 2026</footer>").published is None
    assert read("", "<p>© 2026</p>").published is None


def test_many_bare_times_are_a_list_of_other_articles() -> None:
    one, other = '<time datetime="2020-01-01">a</time>', '<time datetime="2020-01-02">b</time>'
    assert read("", one).published == date(2020, 1, 1)
    assert read("", f"<div>{one}</div><div>{other}</div>").modified is None


def test_american_dates() -> None:
    body = "<p>Last reviewed: 03/04/2024</p>"
    assert read("", body, lang="en-US").reviewed == date(2024, 3, 4)
    assert read("", body, lang="en-GB").reviewed == date(2024, 4, 3)


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<title>Hielspoor | Praktijk Jansen</title>", "", "Hielspoor"),
        ("<title>Hielspoor - wat helpt</title>", "", "Hielspoor - wat helpt"),
        ("<title>Hielspoor | Praktijk Jansen</title>", "<h1>Praktijk Jansen</h1>", "Hielspoor"),
        ("<title>Hielspoor: wat helpt? | Jansen</title>", "<h1>Hielspoor: wat helpt?</h1>", "Hielspoor: wat helpt?"),
        ("", "<h1>Alleen een kop</h1>", "Alleen een kop"),
        ('<meta property="og:title" content=" Kop \u200b met  spaties ">', "", "Kop met spaties"),
        ("", "", None),
    ],
)
def test_title(head: str, body: str, expected: str | None) -> None:
    assert read(head, body).title == expected


def test_declared_language_and_address() -> None:
    found = read('<link rel="canonical" href="https://a.nl/echt"><meta property="og:url" content="/og">')
    assert found.declared_language == "nl"
    assert (found.canonical_links, found.og_url) == (("https://a.nl/echt",), "https://a.nl/og")
    assert read('<meta property="og:locale" content="en_GB">', lang="").declared_language == "en_GB"


@pytest.mark.fault("F37")
@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="//www.a.nl/echt">', ("https://www.a.nl/echt",)),
        ('<link rel="Canonical alternate" href=" echt ">', ("https://a.nl/echt",)),
        ('<base href="https://a.nl/map/"><link rel="canonical" href="echt">', ("https://a.nl/map/echt",)),
        ('<base href="https://["><link rel="canonical" href="echt">', ("https://a.nl/echt",)),
        ('<link rel="canonical" href="/een"><link rel="canonical" href="/twee">', ("https://a.nl/een", "https://a.nl/twee")),
        ('<link rel="canonical" href=""><link rel="canonical">', ()),
        ('<link rel="canonical" href="http://[">', ()),
        ("<link rel='canonical' href='/echt'><div>", ("https://a.nl/echt",)),
    ],
)  # fmt: skip
def test_canonical_links_are_those_of_the_head(head: str, expected: tuple[str, ...]) -> None:
    # what a reader's comment brings in is no word of the site
    assert (
        read(head, body="<p>Mooi! <link rel='canonical' href='https://evil.example/'></p>").canonical_links == expected
    )
