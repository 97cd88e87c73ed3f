"""A text's tokens as plain lists: offsets, sentences, hyphenated words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tagging_examples import words_in


@settings(deadline=None)  # the first text waits for its pipeline
@given(st.text() | st.text(alphabet="aA1-. \n,'"), st.sampled_from(["nl", "en"]))
def test_any_text(text: str, lang: str) -> None:
    words = words_in(text, lang)
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == words.texts
    assert words.lowers == [word.lower() for word in words.texts]
    assert [i for start, end in words.sentences for i in range(start, end)] == list(range(len(words)))
    assert all(start <= i < end for i in range(len(words)) for start, end in [words.sentence(i)])
    assert all(words.at(start) == i for i, start in enumerate(words.starts))


def test_what_stands_between() -> None:
    words = words_in("Rust  helpt. Echt waar.")
    second = words.texts.index("Echt")
    assert words.between(0, 3) == "Rust  helpt" and words.between(2, 2) == ""
    assert words.sentence(second) == (second, len(words))
    assert words.capitalised(second) and not words.capitalised(second + 1)
    assert words.texts[words.at(5)] == " "  # a second space is a token of its own


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a Double-blind-like", "double-blind-like"),  # five tokens in English
        ("a meta-analysis", "meta-analysis"),
        ("a meta - analysis", "analysis"),  # spaces around: no hyphenated word
        ("a -analysis", "analysis"),
    ],
)
def test_hyphenated_words_are_one(text: str, whole: str) -> None:
    words = words_in(text, "en")
    assert words.whole(len(words) - 1).removeprefix("-") == whole


def test_numbers() -> None:
    words = words_in("Van 12 of drie proeven")
    assert [text for text, numeric in zip(words.texts, words.numeric, strict=True) if numeric] == ["12", "drie"]


def test_a_chain_of_hyphens_is_read_in_one_pass() -> None:
    started = time.process_time()
    words = words_in("a-" * 20_000, "en")
    assert max(len(words.whole(i)) for i in range(len(words))) <= 200
    assert time.process_time() - started < 5
