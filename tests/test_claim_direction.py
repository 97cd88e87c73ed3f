"""The kind of a claim by its own words: what helps, what harms, and more or less of what is good or bad."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.claim_direction import LISTS, direction_files, is_without, kind_by_words
from transforms.concepts import concepts
from transforms.concepts.vocabulary import rows_of
from transforms.records import ClaimKind

EXAMPLES: list[tuple[str, str, str, ClaimKind, ClaimKind]] = [
    # language, sentence, target, the tagger's kind, the kind
    ("nl", "Magnesium helpt tegen spierkramp.", "muscle_cramp", "fact", "benefit"),
    ("en", "Smoking causes lung cancer.", "lung_cancer", "fact", "harm"),
    # less of an ailment, of a measure that is better low, and of a function
    ("nl", "Havermout verlaagt het cholesterol.", "blood_cholesterol", "harm", "benefit"),
    ("en", "Walnuts reduce the risk of dementia.", "dementia", "fact", "benefit"),
    ("en", "Smoking lowers sperm quality.", "sperm_quality", "fact", "harm"),
    # more of them
    ("en", "Salt raises blood pressure.", "blood_pressure", "fact", "harm"),
    ("nl", "Rood vlees vergroot de kans op darmkanker.", "colorectal_cancer", "benefit", "harm"),
    ("en", "Creatine increases muscle strength.", "muscle_strength", "fact", "benefit"),
    # of a measure that is good neither way the tagger decides
    ("en", "Licorice lowers testosterone.", "testosterone_levels", "fact", "fact"),
    # so it does where the words say both, or nothing
    ("en", "Aspirin prevents strokes but causes bleeding.", "stroke", "harm", "harm"),
    ("nl", "Van stress krijg je hoofdpijn.", "headache", "harm", "harm"),
    # a raised blood pressure is what the claim is about
    ("nl", "Knoflook helpt tegen een verhoogde bloeddruk.", "hypertension", "fact", "benefit"),
    # what is about the evidence stays so
    ("en", "There is no evidence that garlic helps.", "hypertension", "evidence", "evidence"),
    # a language without a list
    ("xx", "Magnesium helps.", "muscle_cramp", "fact", "fact"),
]


@pytest.mark.parametrize(("lang", "sentence", "target", "kind", "wanted"), EXAMPLES)
def test_kinds(lang: str, sentence: str, target: str, kind: ClaimKind, wanted: ClaimKind) -> None:
    assert kind_by_words(sentence, lang, target, kind) == wanted


@pytest.mark.parametrize(
    ("lang", "sentence", "wanted"),
    [
        ("nl", "Kruiden zonder enige vorm van bijwerkingen.", True),
        ("nl", "Producten zonder negatieve bijwerkingen.", True),
        ("en", "A herb without side effects.", True),
        ("nl", "Medicijnen hebben bijwerkingen.", False),
        ("nl", "Zonder recept krijgt u er geen, en ze hebben ook veel bijwerkingen.", False),  # too far away
        ("xx", "Without side effects.", False),
    ],
)
def test_what_something_is_without(lang: str, sentence: str, wanted: bool) -> None:
    assert is_without(sentence, lang, "side_effects") == wanted


def test_no_word_is_in_two_lists() -> None:
    assert len(direction_files()) == 2
    for path in direction_files():
        lists = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(lists) == set(LISTS), path
        words = [word for name in LISTS for word in lists[name]]
        assert sorted(words) == sorted(set(words)), path


def test_what_is_better_low_is_no_ailment() -> None:
    listed = [row["concept"] for row in rows_of("better_low.csv")]
    assert len(listed) == len(set(listed)) > 20
    # of an ailment less is better anyway
    assert {concepts()[one].group for one in listed} <= {"measure", "body_function"}


@given(st.text(max_size=60), st.sampled_from(sorted(concepts())), st.sampled_from(["benefit", "harm", "fact"]))
def test_a_kind_is_as_it_was_or_good_or_bad(sentence: str, target: str, kind: ClaimKind) -> None:
    assert kind_by_words(sentence, "en", target, kind) in {kind, "benefit", "harm"}
