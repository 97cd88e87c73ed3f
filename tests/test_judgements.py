"""Log-odds become a verdict: the likeliest kind, and denied or hedged where it is well likelier than not."""

import numpy as np
import pytest

from transforms.judgements import CLAIM_KINDS, Judgement, judgements_of


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ([0, 1, 2, 0, -1, -1, -1], Judgement(0.5, "harm", "affirmed", "asserted")),
        ([30, -9, -9, -9, -8, 0.6, 1.1], Judgement(1.0, CLAIM_KINDS[-1], "negated", "hedged")),
        ([0, 1, 2, 0, -1, 0.4, 0.9], Judgement(0.5, "harm", "affirmed", "asserted")),  # likelier, but not by enough
        ([-1e9, 3, 2, 1, 0, 0.4, 2], Judgement(0.0, "benefit", "affirmed", "hedged")),  # no overflow
    ],
)
def test_a_row_is_a_verdict(scores: list[float], told: Judgement) -> None:
    [found] = judgements_of(np.array([scores], dtype=np.float32))
    assert found.probability == pytest.approx(told.probability, abs=1e-9)
    assert (found.kind, found.polarity, found.certainty) == (told.kind, told.polarity, told.certainty)


def test_no_sentence_no_verdict() -> None:
    assert judgements_of(np.zeros((0, 7), dtype=np.float32)) == []
