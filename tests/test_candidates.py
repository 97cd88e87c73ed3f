"""Heads and starts of phrases: compounds, hyphens, adjectives with commas, one unlisted word between listed ones."""

import pytest

from tests.tagging_examples import words_in
from transforms.candidates import candidate, ends_like, is_head, phrase_start

CUES = {
    "study.heads": frozenset({"studie", "trial", "meta-analysis"}),
    "study.head_endings": frozenset({"onderzoek"}),
    "study.not_heads": frozenset({"bloedonderzoek"}),
    "study.before": frozenset({"een", "grote", "nieuwe", "a", "placebo-controlled"}),
}


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("nl", "Uit een studie", "een studie"),
        ("nl", "Uit een grote, nieuwe studie", "een grote, nieuwe studie"),  # a comma between adjectives
        ("nl", "Uit een online studie", "een online studie"),  # one unlisted word after a listed one
        ("nl", "Uit een trage online studie", "studie"),  # two are too many
        ("nl", "Er waren 12 studie", "12 studie"),  # numbers belong
        ("nl", "Uit slaaponderzoek", "slaaponderzoek"),  # a compound
        ("nl", "Uit een bloedonderzoek", None),  # listed as no head
        ("nl", "Het onderzoek", None),  # the ending alone is no compound
        ("nl", "een\nstudie", "studie"),  # a line ends a phrase
        ("en", "In a placebo-controlled trial", "a placebo-controlled trial"),  # three tokens in English
        ("en", "In a meta-analysis", "a meta-analysis"),
        ("en", "In a meta - analysis", None),  # spaces around: no hyphenated word
    ],
)
def test_phrases(lang: str, text: str, expected: str | None) -> None:
    words = words_in(text, lang)
    heads = [i for i in range(len(words)) if is_head({words.lowers[i], words.whole(i)}, CUES, "study")]
    phrases = [candidate(words, phrase_start(words, i, CUES, "study"), i + 1, "study", "study.named") for i in heads]
    assert [text[p.start_char : p.end_char] for p in phrases] == ([expected] if expected else [])


def test_an_ending_is_shorter_than_its_word() -> None:
    assert ends_like("huisarts", ["arts"]) and not ends_like("arts", ["arts"]) and not ends_like("kunst", ["arts"])
