"""Phrases among words: all of them, overlapping ones too."""

from transforms.phrases import find_phrases, phrase_table

TABLE = phrase_table([(["bewezen"], "appeal"), (["bewezen", "effectief"], "appeal"), (["mijn", "praktijk"], "own")])


def test_every_phrase_is_found() -> None:
    found = list(find_phrases(["is", "bewezen", "effectief", "mijn", "praktijk"], TABLE))
    assert sorted(found) == [("appeal", 1, 2), ("appeal", 1, 3), ("own", 3, 5)]


def test_half_a_phrase_is_none() -> None:
    assert list(find_phrases(["mijn"], TABLE)) == []
    assert list(find_phrases([], TABLE)) == []


def test_a_phrase_of_no_words_is_left_out() -> None:
    assert phrase_table([([], "appeal")]) == {}
