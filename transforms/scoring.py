"""Gold and predicted articles in; precision, recall and F1 out, as the annotators' scoring script defines them.

claims match at an overlap of at least half of the longer, citations at 0.3, disclosures at 0.01; one to one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Spans = Sequence[Mapping[str, Any]]
FIELDS = ("kind", "polarity", "certainty", "support")
PARTS = ("claims", "strict", "unsupported", "citations", "pairs", "disclosures")


def overlap_share(start: int, end: int, other_start: int, other_end: int) -> float:
    """The overlap of two spans as a share of the longer one, 0 to 1."""
    return max(0, min(end, other_end) - max(start, other_start)) / max(end - start, other_end - other_start, 1)


def matched_spans(gold: Spans, predicted: Spans, least: float) -> dict[int, int]:
    """One-to-one matches, gold index to predicted index, best overlap first."""
    found = sorted(
        (-share, i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
        if (share := overlap_share(g["start"], g["end"], p["start"], p["end"])) > 0
    )
    matches: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in found:
        if -share >= least and i not in matches and j not in taken:
            matches[i] = j
            taken.add(j)
    return matches


def precision_recall(hits: int, gold: int, predicted: int) -> dict[str, float]:
    """Precision, recall and F1, 0 where nothing was found or nothing was there."""
    precision, recall = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "gold": gold,
        "predicted": predicted,
    }


def agreement(gold: Sequence[Any], predicted: Sequence[Any]) -> dict[str, float] | None:
    """Accuracy and Cohen's kappa of two labellings of the same items; None for no items."""
    if not gold:
        return None
    same = sum(map(lambda a, b: a == b, gold, predicted)) / len(gold)
    ours, theirs = Counter(gold), Counter(predicted)
    chance = sum(ours[label] * theirs[label] for label in ours) / len(gold) ** 2
    kappa = (same - chance) / (1 - chance) if chance < 1 else 1.0
    return {"accuracy": round(same, 4), "kappa": round(kappa, 4)}


def score_articles(gold: Mapping[str, Mapping[str, Any]], predicted: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Micro-averages over all gold articles, paired by id; one that is not predicted counts as nothing found."""
    counts: Counter[str] = Counter()
    labels: dict[str, list[tuple[Any, Any]]] = {name: [] for name in (*FIELDS, "citation_kind", "evidence")}
    nothing: dict[str, Any] = {"claims": [], "citations": [], "support": [], "disclosures": []}
    for key, truth in gold.items():
        found = {**nothing, **predicted.get(key, {})}
        claims = matched_spans(truth["claims"], found["claims"], 0.5)
        citations = matched_spans(truth["citations"], found["citations"], 0.3)
        told = matched_spans(truth.get("disclosures") or [], found["disclosures"], 0.01)
        both = [(truth["claims"][i], found["claims"][j]) for i, j in claims.items()]
        for name in FIELDS:
            labels[name] += [(a.get(name), b.get(name)) for a, b in both]
        cited = [(truth["citations"][i], found["citations"][j]) for i, j in citations.items()]
        labels["citation_kind"] += [(a["kind"], b.get("kind")) for a, b in cited]
        labels["evidence"] += [(a["evidence"], b.get("evidence")) for a, b in cited]
        have = {tuple(pair) for pair in found["support"]}
        gold_pairs = truth.get("support") or []
        counts.update(
            {
                "claims": len(claims),
                "claims_gold": len(truth["claims"]),
                "claims_predicted": len(found["claims"]),
                "strict": sum(all(a[name] == b.get(name) for name in FIELDS[:3]) for a, b in both),
                "unsupported": sum(a.get("support") == "none" == b.get("support") for a, b in both),
                "unsupported_gold": sum(c.get("support") == "none" for c in truth["claims"]),
                "unsupported_predicted": sum(c.get("support") == "none" for c in found["claims"]),
                "citations": len(citations),
                "citations_gold": len(truth["citations"]),
                "citations_predicted": len(found["citations"]),
                "pairs": sum((claims.get(i), citations.get(j)) in have for i, j in gold_pairs),
                "pairs_gold": len(gold_pairs),
                "pairs_predicted": len(have),
                "disclosures": len(told),
                "disclosures_gold": len(truth.get("disclosures") or []),
                "disclosures_predicted": len(found["disclosures"]),
            }
        )
    counts["strict_gold"], counts["strict_predicted"] = counts["claims_gold"], counts["claims_predicted"]
    scores: dict[str, Any] = {"articles": len(gold)}
    for part in PARTS:
        scores[part] = precision_recall(counts[part], counts[f"{part}_gold"], counts[f"{part}_predicted"])
    agreed = {
        name: agreement(*map(list, zip(*pairs, strict=True))) if pairs else None for name, pairs in labels.items()
    }
    scores["claims"].update({name: agreed[name] for name in FIELDS})
    scores["citations"].update({"kind": agreed["citation_kind"], "evidence": agreed["evidence"]})
    return scores


def score_by_language(
    gold: Mapping[str, Mapping[str, Any]], predicted: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """`score_articles` over all, under "all", and for each language by its code."""
    scores = {"all": score_articles(gold, predicted)}
    for lang in sorted({article["lang"] for article in gold.values()}):
        scores[lang] = score_articles({k: a for k, a in gold.items() if a["lang"] == lang}, predicted)
    return scores
