"""Where a network saw an agent or target: the words at its ends that belong to no name are left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tagging_examples import words_of
from transforms.role_words import RoleEdges, role_place


@pytest.mark.parametrize(
    ("lang", "seen", "named"),
    [
        ("nl", "Ivan Chai werkt", "Ivan Chai"),  # the verb
        ("nl", "van (Ivan Chai),", "Ivan Chai"),  # the preposition, and signs
        ("nl", "het gebruik van kruiden", "het gebruik van kruiden"),  # inside it stays; an article may begin it
        ("nl", "leiden slaappillen tot een", "slaappillen"),
        ("nl", "kan de", ""),  # nothing is left
        ("en", "of turmeric extract reduces the", "turmeric extract"),
        ("en", "Reduced intake of salt", "Reduced intake of salt"),  # may name what acts
        ("en", "", ""),
    ],
)
def test_ends(lang: str, seen: str, named: str) -> None:
    start, end = role_place(seen, 0, len(seen), words_of(lang).role_edges)
    assert seen[start:end] == named


@given(st.text(alphabet="de van, (ab)\n\u00a0", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_place_within_the_place_it_was_given(text: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    edges = RoleEdges(frozenset({"van"}), frozenset({"van", "de"}))
    begin, after = role_place(text, start, end, edges)
    assert start <= begin <= after <= end or begin == after
    if begin < after:
        words = text[begin:after].lower().split()
        assert words[0] != "van" and words[-1] not in {"van", "de"}
