"""What is wanted and scores in; how wrong the scores are, and which way to change them, out."""

import numpy as np

from transforms.joint_features import Floats
from transforms.joint_model import Scores
from transforms.joint_targets import Targets, shares
from transforms.judgements import CLAIM_KINDS

# One wrong token of thousands weighs less than one wrong sentence of dozens.
_TOKEN_SHARE = 1 / 20
_SENTENCE_SHARE = 1 / 5
# Polarity and certainty are right nine times in ten, so they may ask for half as much.
_YES_OR_NO = 0.5
# Less probable answers are all alike: no logarithm of 0.
_LEAST = 1e-9


def joint_loss(scores: Scores, wanted: Targets, articles: int) -> tuple[float, Scores]:
    """The mean loss of an article, and the gradient of the scores."""
    words, whole = _TOKEN_SHARE / articles, _SENTENCE_SHARE / articles
    token_loss, d_tokens = _cross_entropy(scores.tokens, wanted.tokens)
    role_loss, d_roles = _cross_entropy(scores.roles, wanted.roles)
    d_sentences = np.zeros_like(scores.sentences)
    kinds = slice(1, 1 + len(CLAIM_KINDS))
    sentence_loss, d_sentences[:, kinds] = _cross_entropy(scores.sentences[:, kinds], wanted.kinds)
    for column, part, weight in (
        (0, wanted.claims, 1.0), (kinds.stop, wanted.negated, _YES_OR_NO), (kinds.stop + 1, wanted.hedged, _YES_OR_NO)
    ):  # fmt: skip
        one, d_one = _whether(scores.sentences[:, column], part)
        sentence_loss += weight * one
        d_sentences[:, column] = weight * d_one
    loss = words * (token_loss + role_loss) + whole * sentence_loss
    gradient = Scores(
        (d_tokens * words).astype(np.float32),
        (d_roles * words).astype(np.float32),
        (d_sentences * whole).astype(np.float32),
    )
    return float(loss), gradient


def _cross_entropy(scores: Floats, wanted: Floats) -> tuple[float, Floats]:
    """Summed, and its gradient; a row of which nothing is wanted has none."""
    if not len(scores):
        return 0.0, scores
    told = shares(scores)
    loss = -(wanted * np.log(np.maximum(told, _LEAST))).sum()
    return float(loss), told * wanted.sum(axis=1, keepdims=True) - wanted


def _whether(scores: Floats, wanted: Floats) -> tuple[float, Floats]:
    """The same of log-odds of "yes"; wanted: no and yes."""
    loss, gradient = _cross_entropy(np.stack([np.zeros_like(scores), scores], axis=1), wanted)
    return loss, gradient[:, 1]
