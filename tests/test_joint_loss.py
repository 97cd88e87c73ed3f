"""How wrong scores are: the gradient is that of the loss, and what nobody annotated teaches nothing."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from transforms.joint_features import ArticleFeatures
from transforms.joint_loss import NOT_ANNOTATED, JointLabels, joint_loss, labels_of
from transforms.joint_model import ROLE_ANSWERS, SENTENCE_SCORES, TOKEN_ANSWERS, Scores
from transforms.judgements import CLAIM_KINDS

LABELS = JointLabels(
    tokens=np.array([0, 1, 2]),
    roles=np.array([NOT_ANNOTATED, 0, 3]),
    sentences=np.array([[1, 2, 0, 1], [0, 0, 0, 0]]),
)


def scores() -> Scores:
    numbers = np.random.default_rng(0)
    shapes = (3, len(TOKEN_ANSWERS)), (3, len(ROLE_ANSWERS)), (2, SENTENCE_SCORES)
    return Scores(*(numbers.normal(size=shape) for shape in shapes))  # float64: a step of a millionth must show


@pytest.mark.parametrize("part", ["tokens", "roles", "sentences"])
def test_the_gradient_is_that_of_the_loss(part: str) -> None:
    _, gradient = joint_loss(scores(), LABELS, articles=2)
    told = getattr(gradient, part)
    for place in np.ndindex(told.shape):
        up, down = scores(), scores()
        getattr(up, part)[place] += 1e-5
        getattr(down, part)[place] -= 1e-5
        slope = (joint_loss(up, LABELS, 2)[0] - joint_loss(down, LABELS, 2)[0]) / 2e-5
        assert told[place] == pytest.approx(slope, abs=1e-5)


def test_what_nobody_annotated_teaches_nothing() -> None:
    _, gradient = joint_loss(scores(), LABELS, articles=1)
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
    loss, _ = joint_loss(Scores(tokens, roles, sentences), LABELS, articles=1)
    assert loss == pytest.approx(0, abs=1e-6)
    loss, gradient = joint_loss(Scores(-tokens, -roles, -sentences), LABELS, articles=1)
    assert loss > 1 and np.isfinite(loss) and np.isfinite(gradient.tokens).all()


def test_no_claim_and_no_role_is_no_trouble() -> None:
    labels = JointLabels(np.array([0, 0, 0]), np.full(3, NOT_ANNOTATED), np.zeros((2, 4), dtype=np.int64))
    loss, gradient = joint_loss(scores(), labels, articles=1)
    assert loss > 0 and not gradient.roles.any()


def annotated(**groups: list[tuple[int, int, str]]) -> JointLabels:
    """The labels of "Gember helpt . Volgens Jan niet ." in two sentences, annotated so."""
    doc = Doc(spacy.blank("nl").vocab, words=["Gember", "helpt", ".", "Volgens", "Jan", "niet", "."])
    for name, spans in groups.items():
        doc.spans[name] = [Span(doc, start, end, label=label) for start, end, label in spans]
    ids, none = np.zeros((7, 3), dtype=np.uint64), np.zeros((7, 0), dtype=np.float32)
    return labels_of(doc, ArticleFeatures(ids, none, np.array([0, 3]), none[:2], np.array([0, 1])))


def test_annotations_as_labels() -> None:
    labels = annotated(
        claims=[(0, 3, "benefit|affirmed|hedged")],
        citations=[(3, 5, "expert")],
        agents=[(0, 1, "agent")],
        targets=[],
        **{"with roles": [(0, 3, "")]},
    )
    assert labels.sentences.tolist() == [[1, CLAIM_KINDS.index("benefit"), 0, 1], [0, 0, 0, 0]]
    assert [TOKEN_ANSWERS[n] for n in labels.tokens] == ["O", "O", "O", "B-expert", "I-expert", "O", "O"]
    assert [ROLE_ANSWERS[n] for n in labels.roles[:3]] == ["B-agent", "O", "O"]
    assert set(labels.roles[3:].tolist()) == {NOT_ANNOTATED}  # outside of claims roles are not asked for


def test_a_claim_is_the_sentence_that_holds_most_of_it() -> None:
    labels = annotated(claims=[(2, 6, "harm|negated|asserted")])
    assert labels.sentences.tolist() == [[0, 0, 0, 0], [1, CLAIM_KINDS.index("harm"), 1, 0]]
    assert set(labels.roles.tolist()) == {NOT_ANNOTATED}  # no agents, no targets in the whole article


def test_articles_one_after_the_other() -> None:
    both = JointLabels.together([LABELS, LABELS])
    assert len(both.tokens) == len(both.roles) == 6 and len(both.sentences) == 4
