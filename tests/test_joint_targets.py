"""Annotations as what is wanted of a network, and what its teachers believe beside them."""

import numpy as np
import spacy
from spacy.tokens import Doc, Span

from transforms.joint_features import ArticleFeatures
from transforms.joint_model import ROLE_ANSWERS, SENTENCE_SCORES, TOKEN_ANSWERS, Scores
from transforms.joint_targets import (
    NOT_ANNOTATED,
    JointLabels,
    annotated_targets,
    believed_targets,
    blended_targets,
    labels_of,
    targets_together,
)
from transforms.judgements import CLAIM_KINDS

LABELS = JointLabels(
    tokens=np.array([0, 1, 2]),
    roles=np.array([NOT_ANNOTATED, 0, 3]),
    sentences=np.array([[1, 2, 0, 1], [0, 0, 0, 0]]),
)
LENGTHS = np.array([2, 1], dtype=np.int32)


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


def test_a_doc_that_nobody_annotated_is_no_doc_without_claims() -> None:
    unknown, without = annotated(), annotated(claims=[])
    assert {*unknown.tokens.tolist(), *unknown.sentences.ravel().tolist()} == {NOT_ANNOTATED}
    assert {*without.tokens.tolist(), *without.sentences.ravel().tolist()} == {0}


def surely(claim: float) -> Scores:
    """Of three tokens in two sentences: all outside; the first sentence a claim with these log-odds, of kind 2."""
    tokens, roles = np.zeros((3, len(TOKEN_ANSWERS))), np.zeros((3, len(ROLE_ANSWERS)))
    sentences = np.full((2, SENTENCE_SCORES), -50.0)
    tokens[:, 0], roles[:, 0], sentences[0, 0], sentences[0, 3] = 50, 50, claim, 50
    return Scores(tokens, roles, sentences)


def test_what_teachers_believe_is_their_mean_and_weighs_as_the_claim_does() -> None:
    believed = believed_targets([surely(50), surely(-50)], LENGTHS)
    assert believed.claims.round(3).tolist() == [[0.5, 0.5], [1, 0]]
    assert believed.kinds.round(3)[0].tolist() == [0, 0, 0.5, 0]
    assert believed.negated.round(3).tolist() == [[0.5, 0], [0, 0]]
    assert believed.roles.sum(axis=1).round(3).tolist() == [0.5, 0.5, 0]
    assert np.allclose(believed.tokens.sum(axis=1), 1)


def test_beliefs_count_beside_annotations_and_alone_where_nobody_annotated() -> None:
    believed = believed_targets([surely(50)], LENGTHS)
    both = blended_targets(LABELS, believed)
    assert both.tokens[1].round(3).tolist()[:3] == [0.4, 0.6, 0]  # annotated as B-, believed outside
    assert both.claims.round(3).tolist() == [[0, 1], [1, 0]]
    nobody = JointLabels(
        *(np.full_like(part, NOT_ANNOTATED) for part in (LABELS.tokens, LABELS.roles, LABELS.sentences))
    )
    alone = blended_targets(nobody, believed)
    assert all(np.allclose(one, other) for one, other in zip(alone.parts, believed.parts, strict=True))


def test_without_teachers_what_was_annotated_is_wanted() -> None:
    own, blended = annotated_targets(LABELS), blended_targets(LABELS, None)
    assert all(np.array_equal(one, other) for one, other in zip(own.parts, blended.parts, strict=True))
    assert own.roles.sum(axis=1).tolist() == [0, 1, 1] and own.kinds.sum(axis=1).tolist() == [1, 0]


def test_targets_one_after_the_other() -> None:
    both = targets_together([annotated_targets(LABELS)] * 2)
    assert [len(part) for part in both.parts] == [6, 6, 4, 4, 4, 4]
