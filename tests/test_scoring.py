"""Precision, recall and F1 by hand, and figure by figure as the annotators' own script has them."""

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SHARED
from transforms.scoring import (
    agreement,
    matched_spans,
    overlap_share,
    precision_recall,
    score_articles,
    score_by_language,
)

KINDS = ("benefit", "harm", "evidence", "fact")
GRADES = ("traceable", "named", "vague", "none")


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (5, 10), 0.5),  # of the longer
        ((0, 10), (10, 20), 0.0),  # they only touch
        ((3, 3), (3, 3), 0.0),  # nothing is no overlap
    ],
)
def test_overlap(one: tuple[int, int], other: tuple[int, int], share: float) -> None:
    assert overlap_share(*one, *other) == overlap_share(*other, *one) == share


def spans(*places: tuple[int, int]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in places]


def test_the_best_overlap_is_matched_first_and_once() -> None:
    assert matched_spans(spans((0, 10)), spans((0, 6), (0, 9)), 0.5) == {0: 1}
    assert matched_spans(spans((0, 10), (0, 9)), spans((0, 9)), 0.5) == {1: 0}
    assert matched_spans(spans((0, 10)), spans((0, 4)), 0.5) == {}


def test_figures_by_hand() -> None:
    assert precision_recall(1, 2, 4) == {"precision": 0.25, "recall": 0.5, "f1": 0.3333, "gold": 2, "predicted": 4}
    assert precision_recall(0, 0, 0)["f1"] == 0
    assert agreement([], []) is None
    assert agreement(["a", "a"], ["a", "a"]) == {"accuracy": 1.0, "kappa": 1.0}
    assert agreement(["a", "b"], ["a", "a"]) == {"accuracy": 0.5, "kappa": 0.0}  # no better than chance


def random_article(rng: random.Random, lang: str) -> dict[str, Any]:
    """An annotated article with overlapping, touching and empty spans and random labels."""

    def place() -> dict[str, int]:
        start = rng.randrange(300)
        return {"start": start, "end": start + rng.choice([1, 3, 8, 9, 150, 300])}

    claims = [
        {
            **place(),
            "kind": rng.choice(KINDS),
            "polarity": rng.choice(["affirmed", "negated"]),
            "certainty": rng.choice(["asserted", "hedged"]),
            "support": rng.choice(GRADES),
        }
        for _ in range(rng.randrange(8))
    ]
    citations = [
        {**place(), "kind": rng.choice(["study", "appeal"]), "evidence": rng.choice(["trial", "unspecified"])}
        for _ in range(rng.randrange(6))
    ]
    pairs = [[rng.randrange(len(claims)), rng.randrange(len(citations))] for _ in range(3) if claims and citations]
    told = [{**place(), "kind": "affiliate"} for _ in range(rng.randrange(3))]
    return {"lang": lang, "claims": claims, "citations": citations, "support": pairs, "disclosures": told}


@given(st.integers())
def test_an_article_agrees_with_itself(seed: int) -> None:
    article = random_article(random.Random(seed), "nl")
    article["support"] = [list(pair) for pair in {tuple(pair) for pair in article["support"]}]
    scores = score_articles({"a": article}, {"a": article})
    assert scores["claims"]["recall"] in (0, 1) and scores["citations"]["precision"] in (0, 1)
    nothing = score_articles({"a": article}, {})
    assert nothing["claims"]["f1"] == nothing["pairs"]["f1"] == 0


def annotators_script() -> ModuleType:
    path = SHARED / "gold" / "score.py"
    if not path.exists():
        pytest.skip("the annotators' script is not beside the project")
    spec = importlib.util.spec_from_file_location("annotators_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(st.integers())
def test_figure_by_figure_on_random_articles(seed: int) -> None:
    rng = random.Random(seed)
    gold = {str(n): random_article(rng, rng.choice(["nl", "en"])) for n in range(3)}
    predicted = {key: random_article(rng, "nl") for key in gold if rng.random() < 0.8}
    assert score_by_language(gold, predicted) == annotators_script().report(gold, predicted)


def test_figure_by_figure_on_the_annotated_articles(shared_gold: Path) -> None:
    script = annotators_script()
    gold = script.read(shared_gold / "dev.jsonl")
    rng = random.Random(1)
    predicted = json.loads(json.dumps(gold))
    for article in predicted.values():  # worse than gold in every way
        article["claims"] = [
            c | {"kind": rng.choice(KINDS), "end": c["end"] + rng.choice([0, 0, 90])} for c in article["claims"]
        ]
        article["citations"] = [c for c in article["citations"] if rng.random() < 0.7]
        article["support"] = [[i, c] for i, c in article["support"] if c < len(article["citations"])]
    assert score_by_language(gold, predicted) == script.report(gold, predicted)
