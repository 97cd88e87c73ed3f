"""Compared articles in; figures by label, confusions and the words of agents and targets out.

`transforms.scoring` says how good the tagger is on the whole; this says at what.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

from transforms.comparison import Compared
from transforms.records import Certainty, CitationKind, ClaimKind, Evidence, Grade, Polarity
from transforms.scoring import precision_recall

Figures = dict[str, Any]

# Every figure by label: its name, of what, which field holds the label, and the labels in their order.
_LABELLED: tuple[tuple[str, str, str, tuple[Any, ...]], ...] = (
    ("claims_by_kind", "claims", "kind", get_args(ClaimKind)),
    ("claims_by_polarity", "claims", "polarity", get_args(Polarity)),
    ("claims_by_certainty", "claims", "certainty", get_args(Certainty)),
    ("claims_by_support", "claims", "support", get_args(Grade)),
    ("citations_by_kind", "citations", "kind", get_args(CitationKind)),
    ("citations_by_evidence", "citations", "evidence", get_args(Evidence)),
    ("citations_by_traceable", "citations", "traceable", (True, False)),
)
NOT_FOUND, NOT_IN_GOLD = "not found", "not in gold"
_WORD = re.compile(r"\w+")


def detailed_figures(articles: Sequence[Compared]) -> Figures:
    """All figures by label, `confusions` of each label, and `agent` and `target`; None for what is not annotated.

    A claim or citation counts for a label when it is found with that very label, so that a wrong one is a miss of the
    true label and a false find of the other.
    """
    figures: Figures = {}
    confusions: Figures = {}
    for name, part, field, labels in _LABELLED:
        told = _gold_labels(articles, part, field)
        figures[name] = by_label(articles, part, field, labels) if told else None
        confusions[f"{part.removesuffix('s')}_{field}"] = confusion(articles, part, field) if told else None
    figures["confusions"] = confusions
    figures["agent"] = named_words(articles, "agent")
    figures["target"] = named_words(articles, "target")
    return figures


def by_label(articles: Sequence[Compared], part: str, field: str, labels: Sequence[Any]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each label that somebody used; an unlabelled article counts nowhere."""
    hits: Counter[Any] = Counter()
    gold: Counter[Any] = Counter()
    found: Counter[Any] = Counter()
    for article in articles:
        if _unlabelled(article, part, field):
            continue
        gold.update(item.get(field) for item in article.gold[part])
        found.update(item.get(field) for item in article.found[part])
        hits.update(a.get(field) for a, b in article.matched(part) if a.get(field) == b.get(field))
    used = [label for label in labels if gold[label] or found[label]]
    return {_name(label): precision_recall(hits[label], gold[label], found[label]) for label in used}


def confusion(articles: Sequence[Compared], part: str, field: str) -> dict[str, dict[str, int]]:
    """How often each gold label was found as each label: gold label → found label or "not found" → count.

    Under "not in gold" stands what was found where the annotators marked nothing.
    """
    table: dict[str, Counter[str]] = {}
    for article in articles:
        if _unlabelled(article, part, field):
            continue
        pairs = [(_name(a.get(field)), _name(b.get(field))) for a, b in article.matched(part)]
        pairs += [(_name(item.get(field)), NOT_FOUND) for item in article.missed(part)]
        pairs += [(NOT_IN_GOLD, _name(item.get(field))) for item in article.false(part)]
        for truth, answer in pairs:
            table.setdefault(truth, Counter())[answer] += 1
    return {truth: dict(sorted(table[truth].items())) for truth in sorted(table, key=lambda t: (t == NOT_IN_GOLD, t))}


def named_words(articles: Sequence[Compared], field: str) -> dict[str, float] | None:
    """Precision and recall over the words of `agent` or `target` in matched claims; None where gold names none.

    A word where gold has null is a false one, so that a tagger that always names something is not praised for it.
    """
    pairs = [(a.get(field), b.get(field)) for article in articles for a, b in article.matched("claims")]
    if not any(claim.get(field) for article in articles for claim in article.gold["claims"]):
        return None
    told = [(_words(truth), _words(answer)) for truth, answer in pairs]
    return precision_recall(
        sum((truth & answer).total() for truth, answer in told),
        sum(truth.total() for truth, _ in told),
        sum(answer.total() for _, answer in told),
    )


def _gold_labels(articles: Sequence[Compared], part: str, field: str) -> bool:
    return any(item.get(field) is not None for article in articles for item in article.gold[part])


def _unlabelled(article: Compared, part: str, field: str) -> bool:
    """Whether the annotators marked spans here and left all their labels open, as in sets without pairs and grades."""
    return bool(article.gold[part]) and not _gold_labels([article], part, field)


def _words(text: str | None) -> Counter[str]:
    return Counter(_WORD.findall((text or "").casefold()))


def _name(label: Any) -> str:
    return ("yes" if label else "no") if isinstance(label, bool) else str(label)


def of_language(articles: Sequence[Compared], lang: str) -> list[Compared]:
    """The articles of one language."""
    return [article for article in articles if article.gold["lang"] == lang]
