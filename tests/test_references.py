"""Bibliographic references: entries of a list, labelled lines, authors and years in the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.references import find_references, reference_rules

RULES = reference_rules({"labels": ["bron", "source"], "particles": ["van", "de", "der"], "and": ["en", "and"]})


def found(text: str, *listed: int) -> list[tuple[str, str]]:
    return [
        (text[c.start_char : c.end_char], c.rule.partition(".")[2])
        for c in find_references(text, frozenset(listed), RULES)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het helpt (Smith et al., 2019).", [("Smith et al., 2019", "in_text")]),
        ("Het helpt (Smith, 2019a).", [("Smith, 2019a", "in_text")]),
        (
            "Het helpt (Pluym & Penninx 2011; Thorp et al, 2012).",  # each source is one
            [("Pluym & Penninx 2011", "in_text"), ("Thorp et al, 2012", "in_text")],
        ),
        ("It helps (Smith, Lee, and Park, 2020).", [("Smith, Lee, and Park, 2020", "in_text")]),
        ("Bartlett et al. (2018) vonden niets.", [("Bartlett et al. (2018)", "narrative")]),
        ("Van der Meer en De Vries (2018) ook.", [("Van der Meer en De Vries (2018)", "narrative")]),
        ("Dat vond Smith y Lee (2018).", []),  # "y" is no "and" of these rules
        ("In Utrecht, 2019, was het warm.", []),  # no brackets
        ("Het hielp (in de zomer). Utrecht 2019)", []),  # the brackets are closed before
        ("Bron: Ramsden et al., BMJ, 2013.", [("Ramsden et al., BMJ, 2013", "label")]),
        ("Bron: eigen foto", []),  # a label with no year names nothing to open
        ("Foto: Jansen, 2013", []),  # no label of a source
        (
            "Garthe, I., Raastad, T. (2013). Effect. J Sport.",
            [("Garthe, I., Raastad, T. (2013). Effect. J Sport.", "entry")],
        ),
        ("[3] Linde K, et al. St John. 2016;", [("Linde K, et al. St John. 2016;", "entry")]),  # without its number
        ("", []),
    ],
)
def test_in_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_every_line_of_a_source_list_is_an_entry() -> None:
    text = "Bronnen\n1. RIVM, over roken\n• www.site.test/a b\nRIVM"
    assert found(text, 8, 28, 46) == [
        ("RIVM, over roken", "listed"),
        ("www.site.test/a b", "listed"),
    ]  # one word is none


@given(st.text() | st.text(alphabet="Aa, &().;:-'2019 \net al"), st.frozensets(st.integers(0, 50)))
def test_any_text(text: str, listed: frozenset[int]) -> None:
    for one in find_references(text, listed, RULES):
        assert 0 <= one.start_char < one.end_char <= len(text)
        assert one.kind == "reference" and "\n" not in text[one.start_char : one.end_char]


@pytest.mark.parametrize("unit", ["Aa, ", "A-", "de ", "Aa ", "Smith, 2019) ", "Mc"])
def test_long_lines_are_read_in_one_pass(unit: str) -> None:
    started = time.process_time()
    find_references(unit * (100_000 // len(unit)) + " 2019", frozenset(), RULES)  # a line without a year is not read
    assert time.process_time() - started < 8
