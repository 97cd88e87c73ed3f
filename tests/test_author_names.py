"""Names of authors in the orders in which lists of sources write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.author_names import split_authors


@pytest.mark.parametrize(
    ("written", "expected", "more"),
    [
        ("Smith, A. B., & Jansen, C.", [("Smith", "A. B."), ("Jansen", "C.")], False),
        ("Smith AB, Jansen C", [("Smith", "AB"), ("Jansen", "C")], False),
        ("Smith A.B., Jansen C., et al.", [("Smith", "A.B."), ("Jansen", "C.")], True),
        ("Van der Meer J, de Jong P.", [("Van der Meer", "J"), ("de Jong", "P.")], False),
        ("Jong, A. de, Meer, B. van der", [("Jong", "A. de"), ("Meer", "B. van der")], False),
        ("A. B. Smith and C. Jansen", [("Smith", "A. B."), ("Jansen", "C.")], False),
        ("J. van der Meer", [("van der Meer", "J.")], False),
        ("Anna Smith en Cees van Dijk", [("Smith", "Anna"), ("van Dijk", "Cees")], False),
        ("Smith, Anna, Cees Jansen, and Piet Bos", [("Smith", "Anna"), ("Jansen", "Cees"), ("Bos", "Piet")], False),
        ("Smith, Anna; Jansen, Cees; & Bos, Piet", [("Smith", "Anna"), ("Jansen", "Cees"), ("Bos", "Piet")], False),
        ("O’Brien K, Ní Dhomhnaill N", [("O’Brien", "K"), ("Ní Dhomhnaill", "N")], False),
        ("Berg, P. ten, e.a.", [("Berg", "P. ten")], True),
        ("Smith et al.,", [("Smith", None)], True),
        ("SMITH A.", [("SMITH", "A.")], False),
        ("World Health Organization.", [("World Health Organization", None)], False),
        ("Nederlands Huisartsen Genootschap", [("Nederlands Huisartsen Genootschap", None)], False),
        ("RIVM", [("RIVM", None)], False),
        ("Smith, A. (Ed.)", [("Smith", "A.")], False),
        ("", [], False),
        (" , & .", [], False),
    ],
)
def test_split(written: str, expected: list[tuple[str, str | None]], more: bool) -> None:
    authors, has_more = split_authors(written)
    assert [(one.surname, one.given) for one in authors] == expected
    assert has_more == more


@given(st.text() | st.text(alphabet="Aa.,;& etalnd-van"))
def test_any_text(written: str) -> None:
    authors, _ = split_authors(written)
    letters = sum(map(str.isalnum, written))
    assert sum(sum(map(str.isalnum, one.surname + (one.given or ""))) for one in authors) <= letters  # none is made up


@pytest.mark.parametrize("unit", ["A", "A.", "A. ", "A, ", "Aa ", ", ", "& ", "et al", " and", "-", "van "])
def test_hostile_names_are_read_at_once(unit: str) -> None:
    started = time.process_time()
    split_authors(unit * (100_000 // len(unit)))
    assert time.process_time() - started < 1
