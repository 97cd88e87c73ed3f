"""Lines: one block each, clean, with its links where they stand."""

import sys
import unicodedata

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean_text import clean, letters
from transforms.text_lines import Line, joined, lines_of


def lines(html: str) -> list[Line]:
    return lines_of(lxml.html.document_fromstring(html), lambda href: href if href.startswith("http") else None)


def shown(html: str) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in lines(html)]


def linked(line: Line) -> list[tuple[str, str]]:
    return [(line.text[start:end], url) for start, end, url in line.links]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>een\n  <b>twee</b>drie</p>", [("paragraph", "een tweedrie")]),
        ("<p>een<br>twee</p>", [("paragraph", "een"), ("paragraph", "twee")]),
        ("<h2>Kop</h2><p>tekst</p>", [("heading", "Kop"), ("paragraph", "tekst")]),
        ("<ul><li>een<ul><li>genest</li></ul>staart</li></ul>",
         [("list_item", "een"), ("list_item", "genest"), ("list_item", "staart")]),
        ("<li><p>alinea in een lijst</p></li>", [("list_item", "alinea in een lijst")]),
        ("<blockquote><p>citaat</p></blockquote>", [("quote", "citaat")]),
        ("<table><tr><th>a</th><td><p>300</p><p>mg</p></td><td></td></tr></table>", [("table_row", "a | 300 mg")]),
        ("<table><tr><td></td><td></td></tr></table>", []),
        ("<dl><dt>term</dt><dd>uitleg</dd></dl>", [("list_item", "term"), ("list_item", "uitleg")]),
        ("los<div>div</div>staart", [("paragraph", "los"), ("paragraph", "div"), ("paragraph", "staart")]),
        ("<p>a<script>x()</script><style>b</style>c</p><noscript>d</noscript>", [("paragraph", "ac")]),
        ("<h3><button>Bronnen</button></h3>", [("heading", "Bronnen")]),
    ],
)  # fmt: skip
def test_blocks(html: str, expected: list[tuple[str, str]]) -> None:
    assert shown(html) == expected


def test_a_row_that_lays_out_a_page_is_not_one_line() -> None:
    html = "<table><tr><td><h2>Kop</h2><p>eerste alinea</p><p>tweede</p></td></tr></table>"
    assert [line.text for line in lines(html)] == ["Kop", "eerste alinea", "tweede"]


def test_links_stand_where_their_words_stand() -> None:
    (line,) = lines('<p>Zie <a href="http://a.nl"> <i>dit\n onderzoek</i> </a>, en <a href="#fn1">1</a>.</p>')
    assert line.text == "Zie dit onderzoek , en 1."
    assert linked(line) == [("dit onderzoek", "http://a.nl")]


def test_a_link_around_blocks_is_in_each_of_them() -> None:
    both = lines('<a href="http://a.nl"><h3>Kop</h3><p>tekst</p></a>')
    assert [linked(line) for line in both] == [[("Kop", "http://a.nl")], [("tekst", "http://a.nl")]]


def test_a_link_around_a_picture_has_no_words() -> None:
    assert [line.links for line in lines('<p>a <a href="http://a.nl"><img src=x></a> b</p>')] == [()]


def test_joined_lines_keep_their_links() -> None:
    pair = lines('<p>1. <a href="http://a.nl">een</a></p><p><a href="http://b.nl">twee</a></p>')
    line = joined(pair)
    assert line.text == "1. een twee"
    assert linked(line) == [("een", "http://a.nl"), ("twee", "http://b.nl")]


def test_composition_across_an_element_keeps_the_link() -> None:
    (line,) = lines('<p>caf<b>e</b>\u0301 en <a href="http://a.nl">link</a></p>')
    assert line.text == "café en link"
    assert linked(line) == [("link", "http://a.nl")]


def test_no_format_or_control_character_is_left() -> None:
    hidden = "".join(chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cc")
    hidden += "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
    hidden += "\ufeff\U000e0041"
    assert clean(hidden).strip() == ""


@given(st.text(max_size=200))
def test_clean_is_idempotent_and_one_line(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once.splitlines()) <= 1
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(max_size=100))
def test_letters_ignore_what_stands_between(text: str) -> None:
    assert letters(text) == letters(f" {text}\u200b!")


PIECES = st.recursive(
    st.text(alphabet="ab é\u0301\n\u200b", min_size=1, max_size=6),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(["p", "b", "div", "li", 'a href="http://x.nl/"', "td", "tr", "table", "h2", "ul", "br"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(PIECES)
def test_any_markup_gives_clean_lines(html: str) -> None:
    for line in lines(f"<div>{html}</div>"):
        assert line.text == line.text.strip() and line.text == " ".join(line.text.split())
        assert unicodedata.is_normalized("NFC", line.text)
        for start, end, _ in line.links:
            assert 0 <= start < end <= len(line.text)
