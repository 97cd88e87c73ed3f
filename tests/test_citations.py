"""Citations of an article from all rules together: one a place, links, years, what can be opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tagged_articles import span
from tests.tagging_examples import assert_holds, cited, tagged
from transforms.citations import content_id, listed_citations
from transforms.records import Href


def linked(text: str, words: str, url: str) -> tuple[Href, ...]:
    start, end = span(text, words)
    return (Href(start_char=start, end_char=end, url=url),)


@pytest.mark.parametrize(
    ("words", "url", "expected"),
    [
        ("dit onderzoek", "https://other.test/paper", ("study", True)),  # words that name a study keep their kind
        ("Lees hier", "https://doi.org/10.1136/bmj.j5024", ("link", True)),  # an identifier, whatever the words
        ("de bron", "https://other.test/paper", ("link", True)),
        ("Lees hier", "https://other.test/paper", None),  # neither words nor address say that it is grounds
        ("de bron", "https://site.test/shop", None),  # the publisher's own pages
        ("de bron", "https://www.site.test/shop", None),
        ("dit onderzoek", "https://other.test/", ("study", False)),  # a home page opens no source
        ("dit onderzoek", "http://[", ("study", False)),
    ],
)
def test_links(words: str, url: str, expected: tuple[str, bool] | None) -> None:
    text = f"Volgens mij helpt rust, zie {words} over rust."
    found = tagged(text, hrefs=linked(text, words, url), url="https://site.test/a").citations
    assert [(c.kind, c.traceable) for c in found] == ([expected] if expected else [])
    assert all(c.href == url for c in found)


@pytest.mark.parametrize(
    ("text", "traceable"),
    [
        ("Zie doi 10.1136/bmj.j5024.", True),  # an identifier
        ("Rust helpt (Smith et al., 2019).", True),  # author and year
        ("Een studie uit 2019 vond dat.", False),  # not without its maker
        ("Volgens het RIVM helpt rust.", False),
    ],
)
def test_what_can_be_opened_from_the_words_alone(text: str, traceable: bool) -> None:
    assert [c.traceable for c in tagged(text).citations] == [traceable]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Een studie uit 2019 vond dat.", 2019),
        ("Rust helpt (Smith et al., 2019a).", 2019),  # the first of that year's
        ("Een studie vond dat.", None),
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert [c.year for c in tagged(text).citations] == [year]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Zie doi 10.1136/bmj.j5024.", "identifier.doi"),
        ("Een studie uit 2019 vond dat.", "study.named"),
        ("Volgens het RIVM helpt rust.", "organisation.names"),
        ("Rust helpt (Smith et al., 2019).", "reference.in_text"),
        ("Dat is wetenschappelijk bewezen.", "appeal.phrases"),
    ],
)
def test_each_says_which_rule_found_it(text: str, rule: str) -> None:
    assert [(c.found_by, c.score) for c in tagged(text).citations] == [(f"rule:{rule}", None)]


def test_of_two_in_one_place_the_more_precise() -> None:
    found = cited("Bron: RIVM, studie, doi 10.1136/bmj.j5024, 2019")
    assert found == [("reference", "RIVM, studie, doi 10.1136/bmj.j5024, 2019")]


def test_entries_of_a_plain_source_list() -> None:
    text = "Rust helpt.\nBronnen\n1. RIVM over rust\nSmith J. Rest. 2019."
    found = tagged(text)
    assert [(c.kind, c.text) for c in found.citations] == [
        ("reference", "RIVM over rust"),
        ("reference", "Smith J. Rest. 2019."),
    ]
    assert listed_citations(found.citations, text, frozenset({text.index("1. RIVM")})) == {0}


@given(
    st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=5),
    st.sampled_from(["https://doi.org/10.1136/bmj.j5024", "http://[", "https://doi.org/10.1/\ud800", ""]),
)
def test_links_anywhere(places: list[tuple[int, int]], url: str) -> None:
    text = "Volgens dit onderzoek helpt rust.\nZie de bron."
    hrefs = tuple(Href(start_char=start, end_char=end, url=url) for start, end in places)
    assert_holds(tagged(text, hrefs=hrefs))  # offsets that lie out of the text, or the wrong way round, are left out


def test_ids_depend_on_every_part() -> None:
    assert content_id("a", "b") == content_id("a", "b") != content_id("ab")
    assert len(content_id("\ud800")) == 16
