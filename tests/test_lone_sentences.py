"""Sixty sentences, each an article of its own: how many are read as they should be.

Whoever tries the tagger tries it so; and what tags no article of one line right has learned articles by their length.
"""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tagged_articles import make_article
from transforms.records import Claim
from transforms.tagging import tag_article

SENTENCES = Path(__file__).parent / "fixtures" / "lone_sentences.csv"
JUDGED = ("kind", "polarity", "certainty")
# A little below what was measured, of 60: a change that costs more is a fault.
LEAST = {"claim": 58, "kind": 55, "polarity": 57, "certainty": 58, "all": 55, "agent": 52, "target": 48}


def rows() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def claim_of(row: dict[str, str]) -> Claim | None:
    fetched_at = datetime(2026, 11, 2, tzinfo=UTC)
    claims = tag_article(make_article(text=row["text"], lang=row["lang"], fetched_at=fetched_at)).claims
    return claims[0] if claims else None


@pytest.fixture(scope="module")
def right() -> Counter[str]:
    """How many sentences are claims, and have each label right; "all" of kind, polarity and certainty."""
    found: Counter[str] = Counter()
    for row in rows():
        claim = claim_of(row)
        if claim is not None:
            same = [name for name in (*JUDGED, "agent", "target") if (getattr(claim, name) or "") == row[name]]
            found.update(["claim", *same, *(["all"] if set(JUDGED) <= set(same) else [])])
    return found


def test_half_are_affirmed_and_others_denied_or_in_doubt() -> None:
    counts = Counter((row["polarity"], row["certainty"]) for row in rows())
    assert counts == {("affirmed", "asserted"): 30, ("negated", "asserted"): 16, ("affirmed", "hedged"): 14}
    assert Counter(row["lang"] for row in rows()) == {"nl": 30, "en": 30}
    for row in rows():
        assert row["agent"] in row["text"] and row["target"] in row["text"], row


@pytest.mark.parametrize("what", LEAST)
def test_so_many_are_right(right: Counter[str], what: str) -> None:
    assert right[what] >= LEAST[what]
