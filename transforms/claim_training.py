"""Annotated articles of one language in; a claim model out. The same data give the same model, bit for bit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from transforms.claim_features import ClaimCues, SentenceInArticle, feature_matrix, sentences_in_article
from transforms.claim_model import ClaimModel, Head
from transforms.gold import GoldArticle
from transforms.scoring import overlap_share
from transforms.sentences import SentenceRules, sentence_spans

Labels = NDArray[Any]

_STRENGTH = 2.0  # inverse of the L2 penalty
_FIELDS = ("kind", "polarity", "certainty")


def train_claim_model(articles: Sequence[GoldArticle], rules: SentenceRules, cues: ClaimCues) -> ClaimModel:
    """Fit all four heads; the threshold is the one with the best F1 in cross-validation grouped by site.

    Raises ValueError where there are fewer than two sites, or no claims, or nothing but claims.
    """
    sentences: list[SentenceInArticle] = []
    labels: list[dict[str, str] | None] = []
    sites: list[str] = []
    for article in articles:
        spans = sentence_spans(article.text, rules)
        sentences += sentences_in_article(article.text, spans, article.title)
        labels += _labels(article, spans)
        sites += [article.site] * len(spans)
    if len(set(sites)) < 2 or len({label is None for label in labels}) < 2:
        raise ValueError("training needs articles of two sites, with sentences that are claims and that are none")
    features = feature_matrix(sentences, cues).astype(np.float64)  # single precision would stop the search early
    is_claim = np.array([label is not None for label in labels])
    heads = {"claim": _fit(features, np.where(is_claim, "claim", "no"), ("no", "claim"))}
    for field in _FIELDS:
        answers = np.array([label[field] for label in labels if label is not None])
        heads[field] = _fit(features[is_claim], answers, tuple(sorted(map(str, set(answers)))))
    return ClaimModel(heads=heads, threshold=_best_threshold(features, is_claim, np.array(sites)))


def _labels(article: GoldArticle, spans: Sequence[tuple[int, int]]) -> list[dict[str, str] | None]:
    """For each sentence the gold claim that it is, matched as the scorer does; None where it is none."""
    labels: list[dict[str, str] | None] = [None] * len(spans)
    for claim in article.claims:
        shares = [overlap_share(claim["start"], claim["end"], start, end) for start, end in spans]
        best = int(np.argmax(shares)) if shares else -1
        if best >= 0 and shares[best] >= 0.5:
            labels[best] = {field: claim[field] for field in _FIELDS}
    return labels


def _fit(features: csr_matrix, answers: Labels, order: tuple[str, ...]) -> Head:
    if len(order) == 1:  # a small set in which every claim is affirmed
        return Head(order, np.zeros((features.shape[1], 1), dtype=np.float32), np.zeros(1, dtype=np.float32))
    fitted = LogisticRegression(C=_STRENGTH, max_iter=1000, random_state=0).fit(features, answers)
    weights, bias = fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32)
    classes = tuple(str(c) for c in fitted.classes_)
    if len(classes) == 2 and classes != order:
        weights, bias = -weights, -bias
    return Head(answers=order if len(order) == 2 else classes, weights=weights, bias=bias)


def _best_threshold(features: csr_matrix, is_claim: Labels, sites: Labels) -> float:
    probabilities = np.zeros(len(is_claim))
    folds = GroupKFold(min(5, len(set(sites))))
    for train, held_out in folds.split(features, is_claim, sites):
        fitted = LogisticRegression(C=_STRENGTH, max_iter=1000, random_state=0)
        fitted.fit(features[train], is_claim[train])
        probabilities[held_out] = fitted.predict_proba(features[held_out])[:, 1]
    return max(np.arange(0.2, 0.7, 0.05), key=lambda t: _f1(is_claim, probabilities >= t)).item()


def _f1(gold: Labels, found: Labels) -> float:
    hits = float((gold & found).sum())
    return 2 * hits / float(gold.sum() + found.sum()) if hits else 0.0
