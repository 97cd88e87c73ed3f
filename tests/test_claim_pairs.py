"""200 pairs of claims: how many that say the same are one cluster, and how many that do not."""

from collections import Counter

import pytest

from tests.claim_pairs import Judged, judge, pairs, precision_and_recall

# A little below what was measured: a change that costs more is a fault.
LEAST = {"mend": (0.96, 0.76), "test": (0.96, 0.74)}


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [judge(pair) for pair in pairs()]


def test_half_are_near_misses_and_no_topic_is_in_both_parts() -> None:
    known = pairs()
    assert len(known) == 200
    assert len({(one.text_a, one.text_b) for one in known}) == 200
    assert 90 <= sum(one.is_same for one in known) <= 110
    assert Counter(one.part for one in known) == {"mend": 100, "test": 100}
    assert len({(one.topic, one.part) for one in known}) == len({one.topic for one in known})


@pytest.mark.parametrize("part", LEAST)
def test_precision_and_recall(judged: list[Judged], part: str) -> None:
    precision, recall = precision_and_recall([one for one in judged if one.pair.part == part])
    least_precision, least_recall = LEAST[part]
    assert precision >= least_precision
    assert recall >= least_recall
