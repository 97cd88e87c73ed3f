"""Annotations and scores in; how wrong the scores are, and which way to change them, out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from transforms.joint_features import ArticleFeatures, Floats
from transforms.joint_model import ROLE_ANSWERS, TOKEN_ANSWERS, Scores
from transforms.judgements import CLAIM_KINDS

Answers = NDArray[np.int64]
# One wrong token of thousands weighs less than one wrong sentence of dozens.
_TOKEN_SHARE = 1 / 20
_SENTENCE_SHARE = 1 / 5
# Polarity and certainty are right nine times in ten, so they may ask for half as much.
_YES_OR_NO = 0.5
NOT_ANNOTATED = -1


@dataclass(frozen=True, slots=True)
class JointLabels:
    """What is right. tokens: (n,) of TOKEN_ANSWERS. roles: (n,) of ROLE_ANSWERS, or NOT_ANNOTATED.

    sentences: (m, 4): whether a claim (0, 1), and of a claim its kind, whether negated, whether hedged.
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
    other words the roles are NOT_ANNOTATED.
    """
    tokens = np.zeros(len(reference), dtype=np.int64)
    for span in reference.spans.get("citations", ()):
        tokens[span.start : span.end] = TOKEN_ANSWERS.index(f"I-{span.label_}")
        tokens[span.start] = TOKEN_ANSWERS.index(f"B-{span.label_}")
    roles = np.full(len(reference), NOT_ANNOTATED, dtype=np.int64)
    sentences = np.zeros((len(features.lengths), 4), dtype=np.int64)
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


def joint_loss(scores: Scores, labels: JointLabels, articles: int) -> tuple[float, Scores]:
    """The mean loss of an article, and the gradient of the scores."""
    token_loss, d_tokens = _one_of(scores.tokens, labels.tokens)
    role_loss, d_roles = _one_of(scores.roles, labels.roles)
    d_sentences = np.zeros_like(scores.sentences)
    right = labels.sentences
    claim_loss, d_sentences[:, 0] = _whether(scores.sentences[:, 0], right[:, 0])
    claims = right[:, 0] == 1
    kinds = slice(1, 1 + len(CLAIM_KINDS))
    kind_loss, d_sentences[claims, kinds] = _one_of(scores.sentences[claims, kinds], right[claims, 1])
    yes_or_no = 0.0
    for column, answer in ((kinds.stop, 2), (kinds.stop + 1, 3)):
        one, d_one = _whether(scores.sentences[claims, column], right[claims, answer])
        yes_or_no += _YES_OR_NO * one
        d_sentences[claims, column] = _YES_OR_NO * d_one
    words, whole = _TOKEN_SHARE / articles, _SENTENCE_SHARE / articles
    loss = words * (token_loss + role_loss) + whole * (claim_loss + kind_loss + yes_or_no)
    gradient = Scores(
        (d_tokens * words).astype(np.float32),
        (d_roles * words).astype(np.float32),
        (d_sentences * whole).astype(np.float32),
    )
    return float(loss), gradient


def _row_of(first: int, after: int, firsts: NDArray[np.int64], lengths: NDArray[np.int32]) -> int:
    """The sentence that holds most of a claim's tokens."""
    shared = np.minimum(firsts + lengths, after) - np.maximum(firsts, first)
    return int(shared.argmax())


def _one_of(scores: Floats, right: Answers) -> tuple[float, Floats]:
    """Cross-entropy, summed, and its gradient; a row that is NOT_ANNOTATED has none."""
    if not len(scores):
        return 0.0, scores
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    gradient = shifted / shifted.sum(axis=1, keepdims=True)
    known = np.flatnonzero(right != NOT_ANNOTATED)
    loss = -np.log(np.maximum(gradient[known, right[known]], 1e-9)).sum()
    gradient[known, right[known]] -= 1
    gradient[right == NOT_ANNOTATED] = 0
    return float(loss), gradient


def _whether(scores: Floats, right: Answers) -> tuple[float, Floats]:
    probability = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    loss = -np.log(np.maximum(np.where(right == 1, probability, 1 - probability), 1e-9)).sum()
    return float(loss), (probability - right).astype(np.float32)
