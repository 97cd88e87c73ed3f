"""Page to article: outcomes, offsets, source lists, disclosures, versions; and nothing that a page holds may raise."""

import ast
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import transforms.extraction as extraction
from transforms.addresses import short_hash
from transforms.extraction import NotArticle, content_hash, extract_article, extractor_version
from transforms.lang import languages
from transforms.minhash import bands, signature
from transforms.records import Article, Page

URL = "https://www.voorbeeld.nl/blog/magnesium?utm_source=mail"
TEXT = (
    "<p>Magnesium helpt de spieren te ontspannen, en dat is belangrijk voor mensen met hielspoor. Het mineraal speelt "
    'een rol bij meer dan driehonderd processen, zo blijkt uit <a href="https://doi.org/10.1000/182">een overzicht</a> '
    "van de onderzoeken die daarnaar zijn gedaan. Wie genoeg groente en noten eet, krijgt er meestal genoeg van.</p>"
    "<p>Een tekort kan krampen veroorzaken, maar dat komt in Nederland weinig voor. Volgens het "
    '<a href="/voedingscentrum">Voedingscentrum</a> is een pil zelden nodig. Overleg altijd met een arts voordat je '
    "begint met een supplement, zeker als je medicijnen gebruikt voor het hart of voor de nieren.</p>"
)


def page(html: str | bytes, **changes: object) -> Page:
    body = html.encode() if isinstance(html, str) else html
    whole = Page(
        url=URL, site="voorbeeld", fetched_at=datetime(2026, 11, 1, 12, tzinfo=UTC), status=200,
        content_type="text/html; charset=utf-8", body=body, record="dag1.warc.gz:0",
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]


def article(inside: str, head: str = "", **changes: object) -> Article:
    html = f'<html lang="nl"><head><title>Magnesium</title>{head}</head><body><nav><a href="/">Home</a></nav>'
    found = extract_article(page(f"{html}<article>{inside}</article></body></html>", **changes), languages())
    assert isinstance(found, Article), found
    return found


def refused(html: str | bytes, **changes: object) -> NotArticle:
    found = extract_article(page(html, **changes), languages())
    assert isinstance(found, NotArticle)
    return found


def check(found: Article) -> None:
    """What holds for every article: blocks are the lines of the text, links and sections lie within them."""
    assert found.text == "\n".join(found.text[block.start_char : block.end_char] for block in found.blocks)
    assert found.signature == signature(found.text)
    assert found.bands == (bands(found.signature) if found.signature else None)
    for href in found.hrefs:
        assert found.text[href.start_char : href.end_char].strip()
        assert any(b.start_char <= href.start_char < href.end_char <= b.end_char for b in found.blocks)
    for section in found.sections:
        assert found.text[section.start_char :].startswith(section.heading)
        assert section.start_char + len(section.heading) <= section.end_char <= len(found.text)
    assert found.article_id == short_hash(found.url)


def links(found: Article) -> list[tuple[str, str]]:
    return [(found.text[href.start_char : href.end_char], href.url) for href in found.hrefs]


def references(found: Article) -> list[str]:
    return [found.text[b.start_char : b.end_char] for b in found.blocks if b.kind == "reference"]


def test_an_article() -> None:
    found = article(f"<h1>Magnesium</h1>{TEXT}")
    check(found)
    assert found.url == "https://www.voorbeeld.nl/blog/magnesium"
    assert found.lang == "nl" and found.title == "Magnesium" and found.site == "voorbeeld"
    assert found.text.startswith("Magnesium helpt de spieren") and [b.kind for b in found.blocks] == ["paragraph"] * 2
    assert links(found) == [
        ("een overzicht", "https://doi.org/10.1000/182"),
        ("Voedingscentrum", "https://www.voorbeeld.nl/voedingscentrum"),
    ]
    assert found.extractor_version == extractor_version()
    assert (found.author, found.published, found.modified, found.reviewed) == (None, None, None, None)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(301, "redirected"), (304, "redirected"), (404, "gone"), (410, "gone"), (401, "blocked"), (403, "blocked"),
     (429, "blocked"), (451, "blocked"), (500, "error"), (503, "error"), (204, "error"), (0, "error")],
)  # fmt: skip
def test_status_comes_first(status: int, outcome: str) -> None:
    found = refused(f"<article>{TEXT}</article>", status=status)
    assert (found.outcome, found.reason) == (outcome, f"status {status}")


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "not HTML: application/pdf"),
        (b"%PDF-1.7 ...", "text/html", "not HTML: application/pdf"),  # a lying header
        (b'{"a": 1}', "application/json", "not HTML: application/json"),
        (b"<rss version='2.0'><channel/></rss>", "text/xml", "not HTML: application/xml (rss)"),
        (b"just words", None, "not HTML: no type given"),
        (b"", "text/html", "short: empty page"),
        (b"<html><body></body></html>", "text/html", "short: no running text"),
        (b"<p>" + b"woord " * 31, "text/html", "short: 31 words"),
    ],
)
def test_no_article(body: bytes, content_type: str | None, reason: str) -> None:
    assert refused(body, content_type=content_type) == NotArticle("not_article", reason)


def test_html_without_a_type_is_read() -> None:
    found = extract_article(page(f"<!doctype html><article>{TEXT}</article>", content_type=None), languages())
    assert isinstance(found, Article)


def test_hostile_pages_are_counted_errors() -> None:
    assert refused("<div>" * 3_000 + TEXT).reason.startswith("too deep")
    assert refused("<div>" * 3_000 + TEXT).outcome == "error"
    assert refused(b"<p>" + b"woord " * 2_000_000).reason == "too large: 12.0 MB"


def test_home_pages_and_listings() -> None:
    assert refused(f"<article>{TEXT}</article>", url="https://www.voorbeeld.nl/").reason == "home page"
    linked = "".join(
        f'<p><a href="/a{n}">Waarom magnesium goed is voor deel {n} van je hele lijf</a></p><p>Lees {n} verder</p>'
        for n in range(40)
    )
    assert refused(f"<html lang=nl><body><main>{linked}</main></body></html>").reason.startswith("listing: ")
    teasers = "".join(
        f'<h2><a href="/a{n}">Magnesium en deel {n}</a></h2><p>Een kort stukje over deel {n} van het lijf, met een '
        "vraag die het artikel dan beantwoordt voor wie verder leest op de pagina zelf.</p>"
        for n in range(8)
    )
    assert refused(f"<html lang=nl><body><main>{teasers}</main></body></html>").reason == (
        "listing: 100% of the words stand under headings that are links"
    )


def test_another_language_is_named() -> None:
    french = (
        "<p>Le magnésium aide les muscles à se détendre, et c'est important pour les personnes qui ont mal au "
        "talon.</p><p>Qui mange assez de légumes et de noix en reçoit en général assez. Une carence peut provoquer "
        "des crampes, mais cela reste rare en France. Parlez-en toujours d'abord à votre médecin.</p>"
    )
    assert refused(f'<html lang="fr"><article>{french}</article>') == NotArticle("other_language", "fr")


SOURCES = (
    '<li>Jansen A. Magnesium. NTvG 2019. <a href="https://doi.org/10.1000/1">link</a></li>'
    '<li>Smith B. Cramps. BMJ 2020. <a href="https://doi.org/10.1000/2">link</a></li>'
)


@pytest.mark.parametrize(
    "markup",
    [
        f"<h2>Bronnen</h2><ol class=references>{SOURCES}</ol>",
        f"<h3>Bronnen (2)</h3><ul>{SOURCES}</ul>",
        f"<p><strong>Bronnen:</strong></p><ul>{SOURCES}</ul>",
        f"<details><summary>Geraadpleegde bronnen</summary><ul>{SOURCES}</ul></details>",
        f'<div class="article-meta"><h2>Referenties</h2><ul>{SOURCES}</ul></div>',
        f'<div class="accordion"><h4><button>Bronvermelding</button></h4></div><div><ul>{SOURCES}</ul></div>',
        f'<footer><p>Literatuur:</p><div class="expandable-content"><ul>{SOURCES}</ul></div></footer>',
        "<h2>Bronnen</h2>" + SOURCES.replace("li>", "div>"),
        "<h2>Bronnen</h2>" + SOURCES.replace("li>", "p>"),
        "<h2>Bronnen</h2><p>" + SOURCES.replace("<li>", "").replace("</li>", "<br>") + "</p>",
    ],
)
def test_source_lists_survive_with_text_and_links(markup: str) -> None:
    found = article(f"{TEXT}{TEXT}{markup}<h2>Lees ook</h2><p>Een ander stuk over spieren.</p>")
    check(found)
    assert references(found) == ["Jansen A. Magnesium. NTvG 2019. link", "Smith B. Cramps. BMJ 2020. link"]
    (section,) = [section for section in found.sections if section.kind == "sources"]
    assert (section.entry_count, section.link_count) == (2, 2)
    assert [url for _, url in links(found)][-2:] == ["https://doi.org/10.1000/1", "https://doi.org/10.1000/2"]


def test_a_heading_that_promises_sources_and_gives_none() -> None:
    found = article(
        f"{TEXT}{TEXT}<h2>Bronnen</h2><p>Dit artikel is gebaseerd op een reeks medische publicaties, waaronder een "
        "meta-analyse over magnesium en ontsteking:</p><h2>Vergelijkbare berichten</h2><p>Nog een stuk.</p>"
    )
    check(found)
    (section,) = [section for section in found.sections if section.kind == "sources"]
    assert (section.heading, section.entry_count, section.link_count) == ("Bronnen", 0, 0)
    nothing = article(f"{TEXT}{TEXT}<h2>Bronnen</h2>")
    (section,) = nothing.sections
    assert (section.kind, section.entry_count) == ("sources", 0)


def test_one_list_item_is_one_reference() -> None:
    item = (
        '<li><span>1.</span><p>Shear N. Cramps. BMJ 2019.</p><p><a href="https://doi.org/10.1/a">Article</a></p></li>'
    )
    found = article(f"{TEXT}{TEXT}<h2>References</h2><ol>{item}{item.replace('Shear', 'Bocquet')}</ol>")
    assert references(found) == ["1. Shear N. Cramps. BMJ 2019. Article", "1. Bocquet N. Cramps. BMJ 2019. Article"]


def test_a_table_of_contents_is_no_source_list() -> None:
    found = article(
        f'<ul class="inhoud"><li><a href="#b">3 Bronnen</a></li></ul>{TEXT}<h2 id=b>Bronnen</h2><ul>{SOURCES}</ul>'
    )
    assert [section.entry_count for section in found.sections if section.kind == "sources"] == [2]


@pytest.mark.parametrize(
    "words",
    [
        "Ik ontvang een commissie als je een aankoop doet via een link in dit artikel.",
        "This post contains affiliate links, at no cost to you.",
        "Schrijf je nu in voor mijn nieuwsbrief en win shoptegoed",
    ],
)
def test_words_of_interest_survive(words: str) -> None:
    found = article(f'{TEXT}<div class="widget-related">{words}</div>{TEXT}')
    check(found)
    assert words in found.text.split("\n")


def test_footnote_marks_are_no_links() -> None:
    found = article(TEXT.replace("hielspoor.", 'hielspoor.<sup><a href="#fn1">[1]</a></sup>'))
    assert "hielspoor.[1]" in found.text
    assert all("#" not in url for _, url in links(found))


def test_base_href_and_no_script_links() -> None:
    found = article(
        TEXT.replace("Een tekort", 'Een <a href="tekort">tekort</a> en <a href="javascript:x()">spul</a>'),
        head='<base href="https://cdn.voorbeeld.nl/stukken/">',
    )
    assert ("tekort", "https://cdn.voorbeeld.nl/stukken/tekort") in links(found)
    assert "spul" not in [words for words, _ in links(found)]


@pytest.mark.parametrize("base", ["//[", "http://[::1/", "data:text/html,x", "javascript:void(0)"])
def test_a_base_that_is_no_address_counts_as_none(base: str) -> None:
    found = article(
        TEXT.replace("Een tekort", 'Een <a href="/tekort">tekort</a>'),
        head=f'<base href="{base}"><link rel="canonical" href="/hielspoor">',
    )
    assert [url for words, url in links(found) if words == "tekort"] == ["https://www.voorbeeld.nl/tekort"]


def test_metadata() -> None:
    graph = {
        "@graph": [
            {"@type": "Person", "@id": "#jan", "name": "Jan de Vries"},
            {"@type": ["MedicalWebPage", "Article"], "headline": "Magnesium &amp; spieren", "author": {"@id": "#jan"},
             "datePublished": "2024-03-03T23:30:00+01:00", "dateModified": "2030-01-01", "lastReviewed": "2025-01-02"},
        ]
    }  # fmt: skip
    broken = json.dumps(graph)[:-1] + ",}"
    found = article(TEXT, head=f'<script type="application/ld+json">{broken}</script>')
    assert found.title == "Magnesium & spieren" and found.author == "Jan de Vries"
    assert found.published == date(2024, 3, 3) and found.reviewed == date(2025, 1, 2)
    assert found.modified is None  # later than the visit


def test_dates_that_readers_see() -> None:
    found = article(f"<p>Gepubliceerd op 3 mrt. 2024 | Laatst herzien: 4 mei 2025</p>{TEXT}")
    assert (found.published, found.reviewed) == (date(2024, 3, 3), date(2025, 5, 4))
    found = article(f'<time datetime="2023-01-02">2 januari</time>{TEXT}')
    assert found.published == date(2023, 1, 2)


def test_title_is_what_readers_see_and_is_not_repeated() -> None:
    head = (
        '<meta property="og:title" content="Helpt magnesium echt? | Voorbeeld">'
        '<meta property="og:site_name" content="Voorbeeld">'
    )
    found = article(f"<h1>Helpt magnesium echt?</h1>{TEXT}", head=head)
    assert found.title == "Helpt magnesium echt?" and "Helpt magnesium echt?" not in found.text
    assert article(TEXT, head=head).title == "Helpt magnesium echt?"


def test_encodings() -> None:
    html = f"<html lang=nl><article>{TEXT.replace('tekort', 'tekört €')}</article>"
    for encoding, content_type in (("windows-1252", "text/html; charset=windows-1252"), ("utf-8", "text/html")):
        found = extract_article(page(html.encode(encoding), content_type=content_type), languages())
        assert isinstance(found, Article) and "tekört €" in found.text


def test_characters_that_xml_does_not_know_lose_no_article() -> None:
    found = article(TEXT.replace("Magnesium", "Mag\x02nes&#2;ium"))
    assert found.text.startswith("Magnesium helpt")


def test_a_cosmetic_change_is_no_new_version() -> None:
    one = article(f"<h1>Magnesium</h1>{TEXT}")
    spread = TEXT.replace(". ", ".\n   ").replace("mensen", "<b>mensen</b>")
    two = article(f"<header><h1>MAGNESIUM</h1></header><div>{spread}</div>")
    three = article(f"<h1>Magnesium</h1>{TEXT.replace('zelden', 'vaak')}")
    assert one.content_hash == two.content_hash != three.content_hash
    assert content_hash(None, "a  b") == content_hash("", "A b")


def test_the_version_covers_every_module_and_language_file() -> None:
    assert re.fullmatch(r"extractor-1-[0-9a-f]{8}", extractor_version())
    folder = Path(extraction.__file__).parent
    reached, waiting = set(), ["extraction"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("transforms."):
                module = node.module.removeprefix("transforms.")  # type: ignore[union-attr]
                if module not in reached and (folder / f"{module}.py").is_file():
                    waiting.append(module)
    assert reached - {"records"} == set(extraction._MODULES)


TAGS = st.sampled_from(
    ["p", "div", "h2", "ul", "li", "table", "tr", "td", "a href='/x'", "article", "br", "script", "b"]
)
SOUP = st.lists(
    st.one_of(
        TAGS.map(lambda tag: f"<{tag}>"),
        TAGS.map(lambda tag: f"</{tag.split()[0]}>"),
        st.text(max_size=20),
        st.sampled_from(
            ["Bronnen", "<h2>Sources</h2>", "<p>Smith 2019</p>", TEXT, "&#2;", "<![CDATA[", "<!--", "<base href='::'>"]
        ),
        st.sampled_from(
            ['<script type="application/ld+json">{"@graph":[{"@type":"Article","author":[[]],"headline":{}}]}</script>']
        ),
    ),
    max_size=25,
).map("".join)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(SOUP)
def test_tag_soup_never_raises_and_keeps_its_offsets(html: str) -> None:
    found = extract_article(page(f"<html>{html}".encode("utf-8", "replace")), languages())
    if isinstance(found, Article):
        check(found)
    else:
        assert not found.reason.startswith("extraction:"), found.reason


@SLOW
@given(
    st.binary(max_size=300), st.sampled_from(["text/html", None, "text/html; charset=utf-16", "text/html; charset=x"])
)
def test_any_bytes_never_raise(body: bytes, content_type: str | None) -> None:
    for whole in (body, b"<html><p>" + body + TEXT.encode()):
        found = extract_article(page(whole, content_type=content_type), languages())
        assert isinstance(found, Article) or not found.reason.startswith("extraction:"), found


@pytest.mark.parametrize("url", ["", "http://[", "javascript:x", "urn:a:b", "http://a.nl:x/"])
def test_a_page_with_no_address_is_a_counted_error(url: str) -> None:
    found = refused(f"<article>{TEXT}</article>", url=url)
    assert found.outcome == "error" and "ValueError" in found.reason
