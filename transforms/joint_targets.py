"""Annotations, and what other networks believe, in; what a network that learns is asked to answer, as shares, out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from transforms.joint_features import ArticleFeatures, Floats
from transforms.joint_model import ROLE_ANSWERS, TOKEN_ANSWERS, Scores
from transforms.judgements import CLAIM_KINDS

Answers = NDArray[np.int64]
NOT_ANNOTATED = -1
# Of an annotated article so much is asked as the teachers believe, and the rest as it was annotated: where they are
# unsure, a careless annotation weighs less. With .7 of it strict F1 was .01 lower.
_BELIEVED = 0.4
_KINDS = slice(1, 1 + len(CLAIM_KINDS))


@dataclass(frozen=True, slots=True)
class JointLabels:
    """What is right. tokens: (n,) of TOKEN_ANSWERS. roles: (n,) of ROLE_ANSWERS. NOT_ANNOTATED where nobody looked.

    sentences: (m, 4): whether a claim (0, 1), and of a claim its kind, whether negated, whether hedged; all
    NOT_ANNOTATED in an article that nobody annotated.
    """

    tokens: Answers
    roles: Answers
    sentences: Answers

    @classmethod
    def together(cls, labels: Sequence["JointLabels"]) -> "JointLabels":
        """Those of several articles, one after the other."""
        return cls(
            np.concatenate([one.tokens for one in labels]),
            np.concatenate([one.roles for one in labels]),
            np.concatenate([one.sentences for one in labels]),
        )


def labels_of(reference: Doc, features: ArticleFeatures) -> JointLabels:
    """The labels of an annotated doc: its span groups `citations` (label: the kind), `claims` (label:
    "kind|polarity|certainty"), and `with roles` (claims whose words were told apart), `agents` and `targets`; of all
    other words the roles are NOT_ANNOTATED. So is everything of a doc without `claims`.
    """
    annotated = "claims" in reference.spans
    tokens = np.full(len(reference), 0 if annotated else NOT_ANNOTATED, dtype=np.int64)
    for span in reference.spans.get("citations", ()):
        tokens[span.start : span.end] = TOKEN_ANSWERS.index(f"I-{span.label_}")
        tokens[span.start] = TOKEN_ANSWERS.index(f"B-{span.label_}")
    roles = np.full(len(reference), NOT_ANNOTATED, dtype=np.int64)
    sentences = np.full((len(features.lengths), 4), 0 if annotated else NOT_ANNOTATED, dtype=np.int64)
    for claim in reference.spans.get("claims", ()):
        row = _row_of(claim.start, claim.end, features.starts, features.lengths)
        kind, polarity, certainty = claim.label_.split("|")
        sentences[row] = 1, CLAIM_KINDS.index(kind), polarity == "negated", certainty == "hedged"
    for claim in reference.spans.get("with roles", ()):
        roles[claim.start : claim.end] = 0
    for group, role in (("agents", "agent"), ("targets", "target")):
        for span in reference.spans.get(group, ()):
            roles[span.start : span.end] = ROLE_ANSWERS.index(f"I-{role}")
            roles[span.start] = ROLE_ANSWERS.index(f"B-{role}")
    return JointLabels(tokens, roles, sentences)


def _row_of(first: int, after: int, firsts: NDArray[np.int64], lengths: NDArray[np.int32]) -> int:
    """The sentence that holds most of a claim's tokens."""
    shared = np.minimum(firsts + lengths, after) - np.maximum(firsts, first)
    return int(shared.argmax())


@dataclass(frozen=True, slots=True)
class Targets:
    """How much of each answer is wanted: rows of shares, whose sum is what the row weighs, 0 to 1.

    tokens: (n, 21), roles: (n, 5), kinds: (m, 4); claims, negated, hedged: (m, 2), no and yes.
    """

    tokens: Floats
    roles: Floats
    claims: Floats
    kinds: Floats
    negated: Floats
    hedged: Floats

    @property
    def parts(self) -> tuple[Floats, ...]:
        """The six, in order."""
        return self.tokens, self.roles, self.claims, self.kinds, self.negated, self.hedged


def annotated_targets(labels: JointLabels) -> Targets:
    """All of what was annotated; kind, polarity and certainty are asked of claims only."""
    claims = labels.sentences[:, 0]
    of_claims = np.where(claims[:, None] == 1, labels.sentences[:, 1:], NOT_ANNOTATED)
    return Targets(
        tokens=_whole(labels.tokens, len(TOKEN_ANSWERS)),
        roles=_whole(labels.roles, len(ROLE_ANSWERS)),
        claims=_whole(claims, 2),
        kinds=_whole(of_claims[:, 0], len(CLAIM_KINDS)),
        negated=_whole(of_claims[:, 1], 2),
        hedged=_whole(of_claims[:, 2], 2),
    )


def believed_targets(scores: Sequence[Scores], lengths: NDArray[np.int32]) -> Targets:
    """The mean of what teachers make of one article; lengths: the tokens of each sentence.

    Kind, polarity, certainty and roles weigh as much as the sentence is believed to be a claim.
    """
    claims, *of_claims = believed_sentences([score.sentences for score in scores])
    return Targets(
        np.mean([shares(score.tokens) for score in scores], axis=0),
        np.mean([shares(score.roles) for score in scores], axis=0) * np.repeat(claims[:, 1:], lengths, axis=0),
        claims,
        *of_claims,
    )


def believed_sentences(scores: Sequence[Floats]) -> tuple[Floats, Floats, Floats, Floats]:
    """The mean of what teachers make of sentences, (m, 7) scores each: whether a claim, its kind, negated, hedged."""
    claims = np.mean([_no_or_yes(one[:, 0]) for one in scores], axis=0)
    weight = claims[:, 1:]
    kinds = np.mean([shares(one[:, _KINDS]) for one in scores], axis=0) * weight
    negated, hedged = (np.mean([_no_or_yes(one[:, n]) for one in scores], axis=0) * weight for n in (-2, -1))
    return claims, kinds, negated, hedged


def targets_together(targets: Sequence[Targets]) -> Targets:
    """Those of several articles, one after the other."""
    return Targets(*(np.concatenate(parts) for parts in zip(*(one.parts for one in targets), strict=True)))


def blended_targets(labels: JointLabels, believed: Targets | None) -> Targets:
    """What was annotated and what is believed, `_BELIEVED` of it; where nobody annotated, what is believed alone."""
    own = annotated_targets(labels)
    if believed is None:
        return own
    of_tokens, of_sentences = (
        np.where(answers == NOT_ANNOTATED, 1.0, _BELIEVED).astype(np.float32)[:, None]
        for answers in (labels.tokens, labels.sentences[:, 0])
    )
    weights = (of_tokens, of_tokens, *[of_sentences] * 4)
    both = zip(own.parts, believed.parts, weights, strict=True)
    return Targets(*((1 - _BELIEVED) * right + weight * theirs for right, theirs, weight in both))


def shares(scores: Floats) -> Floats:
    """The probability of each answer of a row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: Floats = raised / raised.sum(axis=1, keepdims=True)
    return probabilities


def _no_or_yes(scores: Floats) -> Floats:
    return shares(np.stack([np.zeros_like(scores), scores], axis=1))


def _whole(answers: Answers, count: int) -> Floats:
    """(n, count): 1 for the answer of each row, nothing where it is NOT_ANNOTATED."""
    rows = np.zeros((len(answers), count), dtype=np.float32)
    known = np.flatnonzero(answers != NOT_ANNOTATED)
    rows[known, answers[known]] = 1
    return rows
