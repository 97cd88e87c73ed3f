"""Figures by label, confusions and words of agents, counted by hand on articles of a few spans."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.test_scoring import random_article
from transforms.comparison import compared, compared_articles
from transforms.detailed_scoring import confusion, detailed_figures, named_words, of_language
from transforms.scoring import score_articles


def claim(start: int, kind: str = "benefit", **fields: Any) -> dict[str, Any]:
    """A claim of ten characters with the usual labels."""
    usual = {"polarity": "affirmed", "certainty": "asserted", "support": "none", "agent": None, "target": None}
    return {"start": start, "end": start + 10, "kind": kind, **usual, **fields}


def article(*claims: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": "a", "lang": "nl", "claims": list(claims), "citations": [], "support": [], **fields}


def test_a_wrong_kind_is_a_miss_of_one_and_a_false_find_of_the_other() -> None:
    both = compared(article(claim(0), claim(20), claim(40)), article(claim(0), claim(20, "harm"), claim(60)))
    kinds = detailed_figures([both])["claims_by_kind"]
    assert kinds["benefit"] == {"precision": 0.5, "recall": 0.3333, "f1": 0.4, "gold": 3, "predicted": 2}
    assert kinds["harm"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 0, "predicted": 1}
    assert "fact" not in kinds  # nobody used it
    assert confusion([both], "claims", "kind") == {
        "benefit": {"benefit": 1, "harm": 1, "not found": 1},
        "not in gold": {"benefit": 1},
    }


def test_words_of_an_agent_that_gold_does_not_name_are_false() -> None:
    gold = article(claim(0, agent="Vitamin D"), claim(20), claim(40, agent="ginger"))
    found = article(claim(0, agent="vitamin d3"), claim(20, agent="the sun"), claim(40))
    words = named_words([compared(gold, found)], "agent")
    assert words == {"precision": 0.25, "recall": 0.3333, "f1": 0.2857, "gold": 3, "predicted": 4}
    assert named_words([compared(gold, found)], "target") is None  # the annotators named none at all


def test_what_is_not_annotated_has_no_figure() -> None:
    silver = article(claim(0, support=None), support=None)
    figures = detailed_figures([compared(silver, article(claim(0)))])
    assert figures["claims_by_support"] is None and figures["confusions"]["claim_support"] is None
    assert figures["claims_by_kind"]["benefit"]["f1"] == 1.0
    graded = compared(article(claim(0)), article(claim(0)))
    both = detailed_figures([compared(silver, article(claim(0))), graded])
    assert both["claims_by_support"]["none"]["predicted"] == 1  # the article without grades counts nowhere


def test_an_article_of_no_claims_still_counts_what_was_invented() -> None:
    figures = detailed_figures([compared(article(), article(claim(0))), compared(article(claim(0)), None)])
    assert figures["claims_by_kind"]["benefit"] == {
        "precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 1, "predicted": 1,
    }  # fmt: skip


@given(st.integers())
def test_details_add_up_to_the_scores(seed: int) -> None:
    rng = random.Random(seed)
    gold = {str(n): random_article(rng, rng.choice(["nl", "en"])) for n in range(3)}
    found = {key: random_article(rng, "nl") for key in gold if rng.random() < 0.8}
    pairs = compared_articles(gold, found)
    scores, details = score_articles(gold, found), detailed_figures(pairs)
    for part in ("claims", "citations"):
        kinds = details[f"{part}_by_kind"] or {}
        for side in ("gold", "predicted"):
            if kinds:
                assert sum(one[side] for one in kinds.values()) == scores[part][side]
    if details["claims_by_support"] and "none" in details["claims_by_support"]:
        assert details["claims_by_support"]["none"] == scores["unsupported"]
    assert len(of_language(pairs, "nl")) + len(of_language(pairs, "en")) == 3
