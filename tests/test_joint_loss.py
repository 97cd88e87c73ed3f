"""How wrong scores are: the gradient is that of the loss, and what nobody annotated teaches nothing."""

import numpy as np
import pytest

from transforms.joint_loss import joint_loss
from transforms.joint_model import ROLE_ANSWERS, SENTENCE_SCORES, TOKEN_ANSWERS, Scores
from transforms.joint_targets import NOT_ANNOTATED, JointLabels, annotated_targets, believed_targets, blended_targets

LABELS = JointLabels(
    tokens=np.array([0, 1, 2]),
    roles=np.array([NOT_ANNOTATED, 0, 3]),
    sentences=np.array([[1, 2, 0, 1], [0, 0, 0, 0]]),
)


WANTED = annotated_targets(LABELS)


def scores(seed: int = 0) -> Scores:
    numbers = np.random.default_rng(seed)
    shapes = (3, len(TOKEN_ANSWERS)), (3, len(ROLE_ANSWERS)), (2, SENTENCE_SCORES)
    return Scores(*(numbers.normal(size=shape) for shape in shapes))  # float64: a step of a millionth must show


@pytest.mark.parametrize("taught", [False, True])
@pytest.mark.parametrize("part", ["tokens", "roles", "sentences"])
def test_the_gradient_is_that_of_the_loss(part: str, taught: bool) -> None:
    believed = believed_targets([scores(1), scores(2)], np.array([1, 2], dtype=np.int32)) if taught else None
    wanted = blended_targets(LABELS, believed)
    _, gradient = joint_loss(scores(), wanted, articles=2)
    told = getattr(gradient, part)
    for place in np.ndindex(told.shape):
        up, down = scores(), scores()
        getattr(up, part)[place] += 1e-5
        getattr(down, part)[place] -= 1e-5
        slope = (joint_loss(up, wanted, 2)[0] - joint_loss(down, wanted, 2)[0]) / 2e-5
        assert told[place] == pytest.approx(slope, abs=1e-5)


def test_what_nobody_annotated_teaches_nothing() -> None:
    _, gradient = joint_loss(scores(), WANTED, articles=1)
    assert not gradient.roles[0].any() and gradient.roles[1].any()
    assert not gradient.sentences[1, 1:].any()  # no claim: no kind, polarity, certainty
    assert gradient.sentences[1, 0]


def test_right_and_sure_costs_nothing_and_wrong_and_sure_no_infinity() -> None:
    tokens = np.full((3, len(TOKEN_ANSWERS)), -500.0)
    tokens[range(3), LABELS.tokens] = 500
    roles = np.full((3, len(ROLE_ANSWERS)), -500.0)
    roles[range(3), [0, 0, 3]] = 500
    sentences = np.full((2, SENTENCE_SCORES), -500.0)
    sentences[0, [0, 3, SENTENCE_SCORES - 1]] = 500
    loss, _ = joint_loss(Scores(tokens, roles, sentences), WANTED, articles=1)
    assert loss == pytest.approx(0, abs=1e-6)
    loss, gradient = joint_loss(Scores(-tokens, -roles, -sentences), WANTED, articles=1)
    assert loss > 1 and np.isfinite(loss) and np.isfinite(gradient.tokens).all()


def test_no_claim_and_no_role_is_no_trouble() -> None:
    labels = JointLabels(np.array([0, 0, 0]), np.full(3, NOT_ANNOTATED), np.zeros((2, 4), dtype=np.int64))
    loss, gradient = joint_loss(scores(), annotated_targets(labels), articles=1)
    assert loss > 0 and not gradient.roles.any()
