"""The body: trafilatura says which lines, the page says what stands in them."""

import html
import json
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.addresses import absolute_href
from transforms.body_text import Body, article_body, matching
from transforms.lang import languages
from transforms.text_lines import Line

SEED = Path(__file__).parents[2] / "shared" / "gold" / "seed.jsonl"
URL = "https://www.voorbeeld.nl/blog/magnesium"
WORDS = frozenset(word for language in languages().values() for word in language.source_headings)
CUES = [cue for language in languages().values() for cue in language.interest_cues]
LONG = "Magnesium helpt de spieren te ontspannen, en dat is belangrijk voor mensen met pijn onder de hiel. "


def body(markup: str) -> Body:
    tree = lxml.html.document_fromstring(f"<html><head></head><body>{markup}</body></html>")
    return article_body(tree, URL, lambda href: absolute_href(URL, href), WORDS, CUES)


def line(text: str) -> Line:
    return Line(text=text, kind="paragraph", level=None, links=(), element=None)


def test_spaces_and_links_are_the_pages_own() -> None:
    # trafilatura 2.3.1 writes "relevanten door" for the second paragraph, without the space
    found = body(
        f'<article><p>{LONG * 3}</p><div><a href="/x">relevant</a> en door {LONG}</div><p>{LONG * 2}slot</p></article>'
    )
    texts = [one.text for one in found.lines]
    assert found.from_page
    assert any(text.startswith("relevant en door") for text in texts)
    assert [one.text[start:end] for one in found.lines for start, end, _ in one.links] == ["relevant"]


def test_navigation_and_related_articles_stay_out() -> None:
    found = body(
        f'<nav><ul><li><a href="/">Home</a></li></ul></nav><article><p>{LONG * 4}</p><p>{LONG * 3}slot</p></article>'
        '<aside class="related"><h3>Lees ook</h3><ul><li><a href="/b">Tien tips voor je rug</a></li></ul></aside>'
    )
    assert {one.text for one in found.lines} == {(LONG * 4).strip(), f"{LONG * 3}slot"}


def test_a_text_that_is_not_on_the_page_is_kept_as_trafilatura_has_it() -> None:
    told = json.dumps({"@type": "Article", "articleBody": f"{LONG * 3}Alleen voor machines. {LONG * 3}"})
    found = body(
        f'<script type="application/ld+json">{told}</script><p>Laden…</p><h2>Bronnen</h2><p>Jansen A. NTvG 2019.</p>'
    )
    assert not found.from_page
    assert "Alleen voor machines." in found.lines[0].text
    assert [(one.kind, one.text) for one in found.lines[-2:]] == [
        ("heading", "Bronnen"),
        ("reference", "Jansen A. NTvG 2019."),
    ]


def test_sources_before_the_article_belong_to_something_else() -> None:
    found = body(
        f"<div><h2>Bronnen</h2><p>Smith 2019</p></div><article><p>{LONG * 4}</p><p>{LONG * 3}slot</p></article>"
    )
    assert "Bronnen" not in [one.text for one in found.lines]


def test_lines_cut_or_joined_otherwise_are_found() -> None:
    page = [
        line("Menu"),
        line("Een eerste zin die lang genoeg is."),
        line("Een tweede zin die ook lang is."),
        line("Voet"),
    ]
    chosen = [line("Een eerste zin die lang genoeg is. Een tweede zin die ook lang is.")]
    assert matching(page, chosen) == ({1, 2}, 1.0)
    assert matching(chosen, page[1:3]) == ({0}, 1.0)
    assert matching(page, []) == (set(), 0.0)


def test_the_second_of_two_equal_lines_is_matched_in_order() -> None:
    page = [line("Kop die herhaald wordt"), line("Menu"), line("Eerst"), line("Kop die herhaald wordt"), line("Daarna")]
    kept, coverage = matching(page, page[2:])
    assert (kept, coverage) == ({2, 3, 4}, 1.0)


def test_a_page_of_endless_repetition_is_given_up_fast() -> None:
    page = [line("ja"), line("nee")] * 3_000
    assert matching(page, page) == (set(), 0.0)


@given(st.lists(st.text(max_size=12).map(line), max_size=12), st.data())
def test_a_choice_among_the_lines_is_found_whole(page: list[Line], data: st.DataObject) -> None:
    picked = data.draw(st.sets(st.integers(0, max(0, len(page) - 1)), max_size=len(page)))
    chosen = [page[index] for index in sorted(picked) if index < len(page)]
    kept, coverage = matching(page, chosen)
    assert 0.0 <= coverage <= 1.0
    assert all(0 <= index < len(page) for index in kept)
    if not chosen or not any(one.key for one in chosen):
        assert kept == set()


def test_the_seed_article_comes_through_whole() -> None:
    if not SEED.is_file():
        pytest.skip("the annotated seed article is not beside the repository")
    gold = json.loads(SEED.read_text(encoding="utf-8").splitlines()[0])
    markup = "".join(
        f"<h2>{html.escape(text)}</h2>" if text == "Bronnen" else f"<p>{html.escape(text)}</p>"
        for text in gold["text"].split("\n")
    )
    found = body(f'<nav><a href="/">Home</a></nav><article><h1>{html.escape(gold["title"])}</h1>{markup}</article>')
    texts = [one.text for one in found.lines]
    lost = [text for text in gold["text"].split("\n") if text not in texts]
    assert lost == []
    assert [one.kind for one in found.lines if one.text == "Bronnen"] == ["heading"]
    assert [one.text for one in found.lines if one.kind == "reference"] == []
