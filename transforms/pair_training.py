"""Annotated lines in, the model that pairs claims with citations out; the same lines give the same model."""

import warnings
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GroupKFold
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from transforms.citations import listed_citations
from transforms.gold import article_of_line, site_of
from transforms.lang import languages
from transforms.pair_features import ROW_LENGTH, PairRows
from transforms.pair_model import PairModel
from transforms.records import Citation
from transforms.sentences import sentence_spans
from transforms.support import rows_of_pairs
from transforms.tagger_data import tagger_data
from transforms.tagging import source_lines

# Found by cross-validation on 1,276 articles: 16 units lose .01 of F1, 64 gain nothing; the mean of several networks
# that began otherwise gains .01 over one.
_UNITS = 32
_NETWORKS = 3
_ROUNDS = 12
_SHRINK = 0.3
_BATCH = 256
_RATE = 1.5e-3
_FOLDS = 3
_THRESHOLDS = np.arange(0.2, 0.7, 0.02)
# The model ships with thresholds so much lower than is best beside the rules' citations: the network's are surer. On
# the development articles .3 instead of .4 gave pairs .01 more, and .15 for what stands in the text again .014, with
# grades .02 more right in either language. An entry of a list keeps .4: below, a shop's bare list ("Onderzoek
# uit 2018, vakliteratuur") began to hold up its claims.
_LOWER, _LISTED_LOWER = 0.25, 0.1
# Lower than this neither goes: .1 paired whatever stands near (F1 .633 where .15 had .647).
_LEAST, _LISTED_LEAST = 0.15, 0.4
# A citation that a tagger found is one of the article's when so much of the longer is shared, as evaluate has it.
_SHARED = 0.3
# The annotators' citations count so often beside those that a tagger found: with 1, .007 of F1 is lost on the former.
_OWN_TIMES = 2


@dataclass(frozen=True, slots=True)
class _Example:
    """The pairs within reach of one article, which of them the annotators drew, and how many they drew in all."""

    site: str
    rows: PairRows
    drawn: NDArray[np.bool_]
    all_drawn: int


@dataclass(frozen=True, slots=True)
class _Place:
    start_char: int
    end_char: int


def train_pairs(
    lines: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> PairModel:
    """The model of annotated lines (transforms.gold) of any languages that have a folder; others are left out.

    found: by a line's id, the citations that a tagger found in it, in the same form. The model then learns from these
    too, and with them what to do where a citation is missed or false. Raises ValueError where no pair is within reach.
    """
    examples = [example for line in lines for example in _examples(line, (found or {}).get(line["id"]))]
    examples = [example for example in examples if len(example.drawn)]
    if not any(example.drawn.any() for example in examples):
        raise ValueError("no annotated line has a pair of a claim and a citation")
    best = _threshold(examples)
    return _network(examples, _NETWORKS, max(best - _LOWER, _LEAST), max(best - _LISTED_LOWER, _LISTED_LEAST))


def gold_rows(line: Mapping[str, Any], cited: Sequence[Mapping[str, Any]]) -> PairRows:
    """The rows of a line's own claims with the citations `cited`, in the form of a line's."""
    article = article_of_line(line)
    language = languages()[line["lang"]]
    data = tagger_data(language.folder)
    sentences = sentence_spans(article.text, data.sentences)
    claims = [_Place(claim["start"], claim["end"]) for claim in line["claims"]]
    citations = [_citation(article.text, one) for one in cited]
    listed = listed_citations(citations, article.text, source_lines(article, language.source_headings))
    batches = list(rows_of_pairs(article.text, sentences, claims, citations, listed, data.support)[0])
    if not batches:
        none = np.zeros(0, dtype=np.int64)
        return PairRows(none, none, np.zeros((0, ROW_LENGTH), dtype=np.float32))
    claimed, cited_of, rows = zip(*((b.claims, b.citations, b.rows) for b in batches), strict=True)
    return PairRows(np.concatenate(claimed), np.concatenate(cited_of), np.concatenate(rows))


def same_citations(line: Mapping[str, Any], cited: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Which of the line's citations each of `cited` is, one to one, those that share most first."""
    starts = [one["start"] for one in cited]
    order = sorted(range(len(cited)), key=lambda j: starts[j])
    ordered = [starts[j] for j in order]
    longest = max((one["end"] - one["start"] for one in cited), default=0)
    shares = []
    for i, own in enumerate(line["citations"]):
        for k in range(bisect_right(ordered, own["start"] - longest), bisect_right(ordered, own["end"])):
            other = cited[order[k]]
            shared = min(own["end"], other["end"]) - max(own["start"], other["start"])
            shares.append((shared / max(own["end"] - own["start"], other["end"] - other["start"], 1), i, order[k]))
    same: dict[int, int] = {}
    taken = set()
    for share, i, j in sorted(shares, key=lambda one: (-one[0], one[1], one[2])):
        if share >= _SHARED and i not in taken and j not in same:
            taken.add(i)
            same[j] = i
    return same


def _examples(line: Mapping[str, Any], found: Sequence[Mapping[str, Any]] | None) -> Iterator[_Example]:
    if line.get("support") is None or line["lang"] not in languages():
        return
    drawn = {(claim, citation) for claim, citation in line["support"]}
    site = site_of(line)
    for cited, times in ((line["citations"], _OWN_TIMES if found else 1), (found, 1)):
        if cited is not None:
            rows = gold_rows(line, cited)
            same = same_citations(line, cited)
            pairs = zip(rows.claims.tolist(), rows.citations.tolist(), strict=True)
            right = np.array([(i, same.get(j, -1)) in drawn for i, j in pairs], dtype=bool)
            yield from [_Example(site, rows, right, len(drawn))] * times


def _citation(text: str, one: Mapping[str, Any]) -> Citation:
    return Citation(
        citation_id="",
        start_char=one["start"],
        end_char=one["end"],
        text=text[one["start"] : one["end"]],
        kind=one["kind"],
        evidence=one["evidence"],
        year=one.get("year"),
        href=one.get("href"),
        traceable=bool(one.get("traceable")),
        source_id=None,
        found_by="annotator",
        score=None,
    )


def _threshold(examples: Sequence[_Example]) -> float:
    """Where F1 is highest over articles of sites that a network did not learn from; .5 with too few sites."""
    sites = [example.site for example in examples]
    folds = min(_FOLDS, len(set(sites)))
    if folds < 2:
        return 0.5
    scores, drawn = [], []
    for learned, held in GroupKFold(folds).split(sites, groups=sites):
        if not any(examples[k].drawn.any() for k in learned):
            return 0.5
        model = _network([examples[k] for k in learned], 1, 0.5, 0.5)
        scores += [model.probabilities(examples[k].rows) for k in held]
        drawn += [examples[k].drawn for k in held]
    score, right = np.concatenate(scores), np.concatenate(drawn)
    total = sum(example.all_drawn for example in examples)
    best = max(_THRESHOLDS, key=lambda at: 2 * right[score >= at].sum() / (total + (score >= at).sum()))
    return float(best)


def _network(examples: Sequence[_Example], networks: int, threshold: float, listed_threshold: float) -> PairModel:
    """The mean of several networks is one with the hidden units of all; the scale of the rows goes into its weights."""
    rows = np.concatenate([example.rows.rows for example in examples])
    drawn = np.concatenate([example.drawn for example in examples])
    scale = StandardScaler().fit(rows)
    spread, middle = scale.scale_, scale.mean_
    scaled = scale.transform(rows).astype(np.float32)
    hidden, hidden_bias, answer, answer_bias = [], [], [], 0.0
    for seed in range(networks):
        network = MLPClassifier(
            (_UNITS,), alpha=_SHRINK, max_iter=_ROUNDS, batch_size=min(_BATCH, len(drawn)),
            learning_rate_init=_RATE, random_state=seed, tol=0, n_iter_no_change=_ROUNDS,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it stops after few rounds on purpose: more overfit
            network.fit(scaled, drawn)
        weights = network.coefs_[0] / spread[:, None]
        hidden.append(weights)
        hidden_bias.append(network.intercepts_[0] - middle @ weights)
        answer.append(network.coefs_[1][:, 0] / networks)
        answer_bias += float(network.intercepts_[1][0]) / networks
    return PairModel(
        hidden=np.concatenate(hidden, axis=1, dtype=np.float32),
        hidden_bias=np.concatenate(hidden_bias, dtype=np.float32),
        answer=np.concatenate(answer, dtype=np.float32),
        answer_bias=answer_bias,
        threshold=threshold,
        listed_threshold=listed_threshold,
    )
