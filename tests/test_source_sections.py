"""Source sections: which headings promise sources, which lines are some, and what a section counts."""

import lxml.html
import pytest

from transforms.lang import languages
from transforms.records import Block, BlockKind, Href
from transforms.sections import sections_of
from transforms.source_sections import find_source_lists, is_entry, is_source_heading
from transforms.text_lines import Line, joined, lines_of

WORDS = frozenset(word for language in languages().values() for word in language.source_headings)
URL = "https://www.voorbeeld.nl/a"


def found(markup: str) -> list[tuple[str, list[str]]]:
    tree = lxml.html.document_fromstring(f"<html><body><article>{markup}</article></body></html>")
    lines = lines_of(tree, lambda href: href if href.startswith("http") else None)
    return [
        (lines[one.heading].text, [joined([lines[index] for index in entry]).text for entry in one.entries])
        for one in find_source_lists(lines, WORDS, URL)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Bronnen",
        "BRONNEN:",
        "7. Bronnen (12)",
        "References[edit]",
        "Sources & references",
        "Bronnen & referenties",
        "Bron :",
    ],
)
def test_headings(text: str) -> None:
    assert is_source_heading(text, WORDS)


@pytest.mark.parametrize(
    "text", ["Bronnen van magnesium", "Magnesium", "", "De bron van alle kwaad", "7", "Bronnen " * 20]
)
def test_other_lines(text: str) -> None:
    assert not is_source_heading(text, WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jansen A. Magnesium. NTvG 2019.", True),
        ("World Health Organization", True),
        ("doi: 10.1000/182", True),
        ("Dit artikel is gebaseerd op een reeks medische publicaties, waaronder een meta-analyse:", False),
        ("Vat dit artikel samen met AI:", False),
        ("Ik ontvang een commissie als je een aankoop doet via een link in dit artikel.", False),
        ("1.", False),
        (
            "The institute is the voice of its members. Founded in 1897, "
            + "it has grown to thousands of people. " * 9,
            False,
        ),
    ],
)
def test_entries(text: str, expected: bool) -> None:
    assert is_entry(Line(text=text, kind="paragraph", level=None, links=(), element=None)) is expected


def test_a_list_ends_at_the_next_heading_of_its_level() -> None:
    markup = "<h2>Bronnen</h2><h3>Boeken</h3><p>Jansen 2019</p><h2>Over mij</h2><p>Geboren in 1980</p>"
    assert found(markup) == [("Bronnen", ["Jansen 2019"])]


def test_a_list_ends_where_its_container_ends() -> None:
    assert found("<div><h3>Bronnen</h3><p>Jansen 2019</p></div><div><p>Smith 2020</p></div>") == [
        ("Bronnen", ["Jansen 2019"])
    ]


def test_what_follows_about_the_publisher_is_no_source() -> None:
    markup = "<p><b>References</b></p><p>Jansen A. NTvG 2019.</p><p>About the Institute</p><p>Founded in 1897.</p>"
    assert found(markup) == [("References", ["Jansen A. NTvG 2019."])]


def test_bare_names_are_sources_unless_they_come_after_other_things() -> None:
    named = "<h2>Bronnen</h2><p>Voor dit stuk zijn gebruikt:</p><p>Voedingscentrum</p><p>World Health Organization</p>"
    assert found(named) == [("Bronnen", ["Voedingscentrum", "World Health Organization"])]
    shared = "<h2>Bronnen</h2><p>Gebaseerd op onderzoek:</p><p>Deel dit artikel:</p><p>Vergelijkbare berichten</p>"
    assert found(shared) == [("Bronnen", [])]


def test_own_pages_navigation_and_forms_are_no_sources() -> None:
    own = '<li><a href="https://www.voorbeeld.nl/b">Tien tips</a></li><li><a href="https://rivm.nl/x">RIVM</a></li>'
    assert found(f"<h2>Bronnen</h2><ul>{own}</ul>") == [("Bronnen", ["RIVM"])]
    assert found(f"<nav><h2>Bronnen</h2><ul>{own}</ul></nav>") == []
    assert found("<h2>Bronnen</h2><form><p>Jansen 2019</p></form>") == [("Bronnen", [])]


def test_two_lists_do_not_run_into_each_other() -> None:
    markup = "<p>Bronnen:</p><p>Jansen 2019</p><p>Literatuur:</p><p>Smith 2020</p>"
    assert found(markup) == [("Bronnen:", ["Jansen 2019"]), ("Literatuur:", ["Smith 2020"])]


def test_sections_count_what_stands_under_them() -> None:
    rows: list[tuple[BlockKind, int | None, str]] = [
        ("heading", 2, "Uitleg"),
        ("paragraph", None, "een"),
        ("heading", 3, "Meer"),
        ("list_item", None, "twee"),
        ("heading", 2, "Bronnen"),
        ("paragraph", None, "inleiding:"),
        ("reference", None, "Jansen 2019"),
    ]
    blocks, at = [], 0
    for kind, level, words in rows:
        blocks.append(Block(start_char=at, end_char=at + len(words), kind=kind, level=level))
        at += len(words) + 1
    text = "\n".join(words for _, _, words in rows)
    starts = [text.index("een"), text.index("Jansen")]
    hrefs = [Href(start_char=start, end_char=start + 3, url=URL) for start in starts]
    sections = sections_of(text, blocks, hrefs, WORDS)
    assert [(s.heading, s.kind, s.entry_count, s.link_count) for s in sections] == [
        ("Uitleg", "other", 2, 1),
        ("Meer", "other", 1, 0),
        ("Bronnen", "sources", 1, 1),
    ]
    assert [text[s.start_char : s.end_char].split("\n")[-1] for s in sections] == ["twee", "twee", "Jansen 2019"]
