"""The numbers of a sentence: finite, as many for every text, its neighbours and place among them."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tagging_examples import words_of
from transforms.claim_features import claim_cues, sentence_numbers, sentences_in_article

CUES = words_of("nl").claim_cues
# Words that are cues, open a phrase or go on with one, in one language or another.
MIXED = (
    "zo", "snel", "mogelijk", "kan", "niet", "alleen", "is", "een", "in", "theorie", "vaak", "hoe", "meta", "analyse",
    "can", "can't", "not", "only", "may", "helps", "so", "wie", "möglich", "ggf.", "u.", "u. u.", "wirksam", "kein",
    "Mogelijk", "KAN", "helpt", "as", "possible", "xwirksamx", "%", "*", "5",
)  # fmt: skip


def test_sentences_know_their_lines_and_places() -> None:
    text = "Een. Twee.\nDrie."
    first, second, third = sentences_in_article(text, [(0, 4), (5, 10), (11, 16)])
    assert (first.text, first.starts_line, first.alone) == ("Een.", True, False)
    assert (second.text, second.starts_line) == ("Twee.", False)
    assert (third.text, third.alone) == ("Drie.", True)
    assert [s.position for s in (first, second, third)] == [0, 1 / 3, 2 / 3]
    assert sentences_in_article("", []) == []


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_sentences(texts: list[str]) -> None:
    whole = "\n".join(texts)
    starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
    sentences = sentences_in_article(whole, [(s, s + len(t)) for s, t in zip(starts, texts, strict=True)])
    numbers = sentence_numbers(sentences, CUES)
    assert numbers.shape == (len(texts), sentence_numbers(sentences[:1], CUES).shape[1])
    assert np.isfinite(numbers).all()


def test_many_sentences_are_like_few() -> None:
    text = " ".join(["Magnesium kan helpen.", "Zo snel als mogelijk rust.", "Niet alleen pijn?"] * 200)
    starts = [0, *(n + 1 for n, c in enumerate(text) if c == " " and text[n - 1] in ".?")]
    spans = list(zip(starts, [*(start - 1 for start in starts[1:]), len(text)], strict=True))
    sentences = sentences_in_article(text, spans)
    numbers = sentence_numbers(sentences, CUES)
    assert len(numbers) == 600
    for n in (0, 255, 256, 257, 599):
        assert (numbers[n] == sentence_numbers([sentences[n]], CUES)[0]).all()


@pytest.mark.parametrize("lang", ["nl", "en", "de"])
@given(st.data())
def test_cues_are_counted_as_their_patterns_match(lang: str, data: st.DataObject) -> None:
    cues = words_of(lang).claim_cues
    words = st.sampled_from(MIXED)
    text = "".join(data.draw(st.lists(st.tuples(words, st.sampled_from([" ", " ", "  ", "-", ", ", ""])).map("".join))))
    row = sentence_numbers(sentences_in_article(text, [(0, len(text))]), cues)[0, 16:]
    counts = [len(pattern.findall(text)) for _, pattern in sorted(cues.patterns.items())]
    assert row[0:-3:2].tolist() == [float(count > 0) for count in counts]
    assert row[1:-3:2].tolist() == [min(count, 4) / 4 for count in counts]
    assert row[-3:-1].tolist() == [cues.hedges(text), cues.negates(text)]


def test_a_list_may_hold_signs() -> None:
    lists = {name: ["x"] for name in CUES.patterns} | {"kind.fact": ["%", "a.b.", "- c", "© *"]}
    for text, count in {"%": 1, "a.b.": 1, "- c": 1, "© d": 1, "5%": 0, "ab c": 0}.items():
        row = sentence_numbers(sentences_in_article(text, [(0, len(text))]), claim_cues(lists))[0, 16:]
        assert row[2 * sorted(lists).index("kind.fact") + 1] == count / 4


@pytest.mark.parametrize("text", ["a" * 1_000_000, " ".join(f"{n:x}" for n in range(100_000)), "!" * 100_000])
def test_a_hostile_text_takes_no_long(text: str) -> None:
    sentences = sentences_in_article(text, [(n, min(n + 3000, len(text))) for n in range(0, len(text), 3000)])
    started = time.process_time()
    assert len(sentence_numbers(sentences, CUES)) == len(sentences)
    assert time.process_time() - started < 30
