"""The numbers of a sentence: finite, as many for every text, its neighbours and place among them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.tagging_examples import words_of
from transforms.claim_features import feature_matrix, sentences_in_article

CUES = words_of("nl").claim_cues


def test_sentences_know_their_neighbours_and_lines() -> None:
    text = "Een. Twee.\nDrie."
    first, second, third = sentences_in_article(text, [(0, 4), (5, 10), (11, 16)], "Kop")
    assert (first.previous, first.following, first.starts_line, first.alone) == ("Kop", "Twee.", True, False)
    assert (second.previous, second.following, second.starts_line) == ("Een.", "Drie.", False)
    assert (third.previous, third.following, third.alone) == ("Twee.", "", True)
    assert [s.position for s in (first, second, third)] == [0, 1 / 3, 2 / 3]
    assert sentences_in_article("", [], None) == []


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_sentences(texts: list[str]) -> None:
    whole = "\n".join(texts)
    starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
    sentences = sentences_in_article(whole, [(s, s + len(t)) for s, t in zip(starts, texts, strict=True)], None)
    matrix = feature_matrix(sentences, CUES)
    assert matrix.shape == (len(texts), feature_matrix(sentences[:1], CUES).shape[1])
    assert np.isfinite(matrix.data).all()


def test_the_same_sentence_beside_others_is_another_row() -> None:
    alone, beside = (
        sentences_in_article(t, [(0, 4), *rest], None) for t, rest in (("Een.", []), ("Een. Twee.", [(5, 10)]))
    )
    assert (feature_matrix(alone, CUES)[0] != feature_matrix(beside, CUES)[0]).nnz
