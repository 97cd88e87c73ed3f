"""Pairs of sentences that say the same, or nearly: each sentence tagged alone, and whether both are one cluster."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tests.tagged_articles import make_article
from transforms.claim_identity import concept_cluster_id, identity_of
from transforms.records import Claim
from transforms.tagging import tag_article
from transforms.wordings import LEAST_SIMILARITY, names_another, normal_wording, wording_similarity

PAIRS = Path(__file__).parent / "fixtures" / "claim_pairs.csv"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences with their languages. part: rules were mended by the pairs of "mend" alone."""

    topic: str
    part: str
    lang_a: str
    text_a: str
    lang_b: str
    text_b: str
    is_same: bool
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair and whether both are one cluster; by what method each is, and its claim, None where none was found."""

    pair: Pair
    is_joined: bool
    methods: tuple[str, str]
    claims: tuple[Claim | None, Claim | None]


def pairs() -> list[Pair]:
    """All pairs of the file."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [
            Pair(**{k: v for k, v in row.items() if k != "same"}, is_same=row["same"] == "yes")
            for row in csv.DictReader(file)
        ]


def judge(pair: Pair) -> Judged:
    """Cluster both sentences of a pair as a warehouse does that has nothing else."""
    one, other = claim_of(pair.text_a, pair.lang_a), claim_of(pair.text_b, pair.lang_b)
    if one is None or other is None:
        return Judged(pair, False, ("none", "none"), (one, other))
    ids = [_cluster(claim, lang) for claim, lang in ((one, pair.lang_a), (other, pair.lang_b))]
    joined = ids[0][0] is not None and ids[0][0] == ids[1][0]
    if ids[0][0] is None and ids[1][0] is None and pair.lang_a == pair.lang_b:
        fits = (one.kind, one.polarity) == (other.kind, other.polarity)
        words = (normal_wording(one.text), normal_wording(other.text))
        joined = fits and wording_similarity(*words) >= LEAST_SIMILARITY and not names_another(*words)
    return Judged(pair, joined, (ids[0][1], ids[1][1]), (one, other))


@cache
def claim_of(text: str, lang: str) -> Claim | None:
    """The claim that the tagger finds in a sentence alone."""
    tagged = tag_article(make_article(text=text, lang=lang, fetched_at=datetime(2026, 11, 2, tzinfo=UTC)))
    return tagged.claims[0] if tagged.claims else None


def precision_and_recall(judged: Sequence[Judged]) -> tuple[float, float]:
    """Of the joined the share that says the same, and of those that say the same the share that is joined."""
    joined = [one for one in judged if one.is_joined]
    right = sum(one.pair.is_same for one in joined)
    return right / max(len(joined), 1), right / max(sum(one.pair.is_same for one in judged), 1)


def _cluster(claim: Claim, lang: str) -> tuple[str | None, str]:
    found = identity_of(claim.text, lang, claim.agent_concept, claim.target_concept, claim.kind)
    return (concept_cluster_id(found, claim.polarity), found.method) if found else (None, "wording")
