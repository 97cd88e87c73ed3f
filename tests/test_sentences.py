"""Where sentences end: after quotes and footnote marks, not after abbreviations or initials, never beyond a line."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tagging_examples import words_of
from transforms.sentences import sentence_rules, sentence_spans

DUTCH = words_of("nl").sentences
ENGLISH = words_of("en").sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het helpt. Het werkt!", ["Het helpt.", "Het werkt!"]),
        ("Volgens prof. dr. Jansen helpt het. Klaar.", ["Volgens prof. dr. Jansen helpt het.", "Klaar."]),
        (
            "Neem ca. 30 mg. Dat is genoeg.",
            ["Neem ca. 30 mg.", "Dat is genoeg."],
        ),  # "mg" is no abbreviation with a stop
        ("Volgens J. Jansen helpt het.", ["Volgens J. Jansen helpt het."]),  # an initial
        ("Neem vitamine C. Het helpt.", ["Neem vitamine C.", "Het helpt."]),  # no initial after "vitamine"
        ("“Het helpt.” Zij knikt.", ["“Het helpt.”", "Zij knikt."]),  # the closing quote belongs to its sentence
        ("Hij riep: ‘Nee!’ en ging weg.", ["Hij riep: ‘Nee!’ en ging weg."]),  # goes on in lower case
        ("Minder pijn.2 Zij slapen.", ["Minder pijn.2", "Zij slapen."]),  # a footnote mark
        ("Minder pijn.² Zij slapen.", ["Minder pijn.²", "Zij slapen."]),
        ("Minder pijn.¹,³ Zij slapen.", ["Minder pijn.¹,³", "Zij slapen."]),
        ("Minder pijn.[1][2] Zij slapen.", ["Minder pijn.[1][2]", "Zij slapen."]),
        ("Minder pijn. [1, 3–5] Zij slapen.", ["Minder pijn. [1, 3–5]", "Zij slapen."]),  # the mark after a space too
        ("Wacht... Nu wel.", ["Wacht...", "Nu wel."]),
        ("Er is 2.5 mg nodig.", ["Er is 2.5 mg nodig."]),  # no white space, no end
        ("• Gember helpt.\n2) Kurkuma ook.\n- 5 mg zink", ["Gember helpt.", "Kurkuma ook.", "5 mg zink"]),  # bullets go
        ("-5 graden is koud.", ["-5 graden is koud."]),  # a minus is no bullet
        ("Bronnen\n\n  Zie hier. \n", ["Bronnen", "Zie hier."]),  # a line is a sentence; blank ones are none
        ("", []),
        (" \n\t\n", []),
        ("Magnesium", ["Magnesium"]),
    ],
)
def test_dutch(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text, DUTCH)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask Dr. Lee. She knows.", ["Ask Dr. Lee.", "She knows."]),
        ("It works, e.g. Ginger tea. Try it.", ["It works, e.g. Ginger tea.", "Try it."]),
        ("Groups A and B. The scores rose.", ["Groups A and B.", "The scores rose."]),  # no initial after "and"
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text, ENGLISH)] == expected


def test_what_a_language_lists_decides() -> None:
    text = "Neem ca. Dertig."
    assert len(sentence_spans(text, sentence_rules(["ca"], []))) == 1
    assert len(sentence_spans(text, sentence_rules([], []))) == 2


@given(st.text() | st.text(alphabet='.!?…"”)]1²[,–- \n\tAa•'))
def test_spans_are_in_order_trimmed_and_hold_all_but_bullets(text: str) -> None:
    spans = sentence_spans(text, DUTCH)
    end_before = 0
    for start, end in spans:
        assert end_before <= start < end <= len(text)
        sentence = text[start:end]
        assert sentence == sentence.strip() and "\n" not in sentence
        end_before = end
    cuts = [0, *(edge for span in spans for edge in span), len(text)]
    left_out = "|".join(text[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True))
    assert not any(map(str.isalpha, re.sub(r"[a-z]\)", "", left_out)))  # "• ", "2) ", "a) ", white space


def test_a_text_without_full_stops_falls_into_pieces() -> None:
    text = "gember " * 3000
    spans = sentence_spans(text, DUTCH)
    assert max(end - start for start, end in spans) <= 3000
    assert " ".join(text[start:end] for start, end in spans).split() == text.split()
    assert [end - start for start, end in sentence_spans("a" * 7000, DUTCH)] == [3000, 3000, 1000]  # one long word


@pytest.mark.parametrize("unit", ["Het helpt. ", ".", ". ", "A. ", ".”", "pijn.[1] ", "a.a."])
def test_long_lines_are_read_in_one_pass(unit: str) -> None:
    started = time.process_time()
    sentence_spans(unit * (600_000 // len(unit)), DUTCH)
    assert time.process_time() - started < 5  # looking back over the line for each stop took minutes
