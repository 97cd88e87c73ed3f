import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.shares import Share, wilson_interval


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # to four decimals; the test below proves them from the score equation itself
        (412, 496, 0.7951, 0.8611),
        (1, 10, 0.0179, 0.4042),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_the_interval_is_wilsons(count, of, low, high):
    assert wilson_interval(count, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10**7).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_solves_the_score_equation(counts):
    count, of = counts
    low, high = wilson_interval(count, of)
    assert 0 <= low <= count / of <= high <= 1
    for bound in (low, high):
        if 0 < bound < 1:  # the bounds are the proportions that lie 1.96 standard errors from what was seen
            score = abs(count / of - bound) / math.sqrt(bound * (1 - bound) / of)
            assert score == pytest.approx(1.959964, rel=1e-4)


def test_a_share_reads_with_its_denominator_and_interval():
    assert str(Share(412, 496)) == "83.1\u00a0% (412 of 496; 95\u00a0% interval 79.5–86.1)"
    assert Share(1234, 4444).denominator == "1,234 of 4,444"


def test_a_share_of_nothing_is_unknown_and_not_zero():
    assert str(Share(0, 0)) == Share(0, 0).percent == Share(0, 0).interval_text == "–"
    assert Share(0, 0).value is None
    assert Share(0, 7).percent == "0.0\u00a0%"


@pytest.mark.parametrize(("count", "of"), [(1, 0), (-1, 4), (5, 4)])
def test_more_than_all_is_refused(count, of):
    with pytest.raises(ValueError, match="is no share"):
        wilson_interval(count, of)
