"""Pieces of an article are what their text alone would be read as, and ask what the article asked of them."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.joint_examples import examples, line, small_pipeline, tagger_of
from transforms.joint_cuts import cut_out, drawn_pieces
from transforms.joint_features import ArticleFeatures
from transforms.joint_targets import Targets, annotated_targets

TEXT = "\n Ginger relieves nausea. Garlic does not.\n\nA list:\nSmoking may cause a cough\nBuy it now! \n\n"
CLAIM = "Garlic does not."
NLP = small_pipeline()


def learned(text: str) -> tuple[ArticleFeatures, Targets, NDArray[np.bool_]]:
    start = text.find(CLAIM)
    claim = {"start": start, "end": start + len(CLAIM), "text": CLAIM, "kind": "benefit", "polarity": "negated"}
    claims = [claim | {"certainty": "asserted"}] if start >= 0 else []
    [(features, labels, blank)] = tagger_of(NLP)._learned(examples(NLP, [line(text=text, claims=claims, citations=[])]))
    return features, annotated_targets(labels), blank


@pytest.mark.parametrize(
    ("first", "after", "alone"),
    [
        (0, 1, "Ginger relieves nausea."),
        (1, 2, CLAIM),
        (0, 2, f"Ginger relieves nausea. {CLAIM}"),
        (1, 4, f"{CLAIM}\n\nA list:\nSmoking may cause a cough"),
        (3, 5, "Smoking may cause a cough\nBuy it now!"),
    ],
)
def test_a_piece_is_read_as_its_text_alone(first: int, after: int, alone: str) -> None:
    piece = cut_out(*learned(TEXT), first, after)
    assert piece is not None
    features, wanted, _ = learned(alone)
    for name in ("ids", "places", "starts", "sentences", "sentence_of", "forms"):
        assert np.array_equal(getattr(piece[0], name), getattr(features, name)), name
    for ours, theirs in zip(piece[1].parts, wanted.parts, strict=True):
        assert np.array_equal(ours, theirs)


def test_white_space_is_no_piece() -> None:
    features, wanted, blank = learned(TEXT)
    assert cut_out(features, wanted, np.ones_like(blank), 1, 2) is None
    only_last = blank.copy()
    only_last[features.starts[2] : features.starts[3]] = True
    assert cut_out(features, wanted, only_last, 1, 3) is None


def test_pieces_are_apart_and_hold_about_their_share() -> None:
    random = np.random.default_rng(1)
    pieces = list(drawn_pieces(10_000, 0.3, random))
    assert all(first < after <= first + 3 for first, after in pieces)
    assert all(one[1] <= other[0] for one, other in pairwise(pieces))
    assert sum(after - first for first, after in pieces) == pytest.approx(3000, rel=0.1)
    assert {after - first for first, after in pieces} == {1, 2, 3}


def test_the_whole_article_is_no_piece() -> None:
    random = np.random.default_rng(1)
    assert all(list(drawn_pieces(1, 1.0, random)) == [] for _ in range(20))
    assert list(drawn_pieces(10, 0.0, random)) == []
    assert all((0, 2) not in list(drawn_pieces(2, 1.0, random)) for _ in range(20))
