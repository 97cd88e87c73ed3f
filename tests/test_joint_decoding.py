"""Scores of tokens in; whole spans out."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from transforms.joint_decoding import decoded_spans, runs_of_roles

ANSWERS = ("O", "B-study", "I-study", "B-expert", "I-expert")


def scores(*tags: str) -> np.ndarray:
    """Six for the named answer of each token, 0 for the others; "?" leans a little to going on."""
    table = np.zeros((len(tags), len(ANSWERS)), dtype=np.float32)
    for n, tag in enumerate(tags):
        if tag == "?":
            table[n, [2, 4]] = 1
        else:
            table[n, ANSWERS.index(tag)] = 6
    return table


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["O", "B-study", "I-study", "O"], [(1, 3, "study")]),
        (["B-study", "B-study"], [(0, 1, "study"), (1, 2, "study")]),
        (["B-study", "I-study", "B-expert"], [(0, 2, "study"), (2, 3, "expert")]),
        (["O", "O"], []),
        ([], []),
        (["B-expert", "?", "I-expert"], [(0, 3, "expert")]),  # what is between goes with its neighbours
    ],
)
def test_spans(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert [span[:3] for span in decoded_spans(scores(*tags), ANSWERS)] == spans


def test_no_span_changes_its_label_inside() -> None:
    table = scores("B-study", "I-expert", "I-study") + scores("O", "?", "O") * 0.5
    [span] = decoded_spans(table, ANSWERS)  # the likeliest whole: one study, for two of its three tokens say so
    assert span[:3] == (0, 3, "study")


def test_a_lower_score_of_outside_finds_more() -> None:
    table = scores("O")
    table[0, 1] = 5
    assert decoded_spans(table, ANSWERS) == []
    assert [span[:3] for span in decoded_spans(table, ANSWERS, outside=-2)] == [(0, 1, "study")]


@given(arrays(np.float32, st.tuples(st.integers(0, 40), st.just(5)), elements=st.floats(-30, 30, width=32)))
def test_any_scores_give_spans_in_order(table: np.ndarray) -> None:
    spans = decoded_spans(table, ANSWERS)
    assert all(0 <= start < end <= len(table) and 0 <= score <= 1.0001 for start, end, _, score in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_roles_that_touch_are_one_run() -> None:
    found = runs_of_roles(scores("O", "B-study", "I-study", "B-study", "B-expert", "O"), ANSWERS)
    assert [(first, after, role) for first, after, role, _ in found] == [(1, 4, "study"), (4, 5, "expert")]
    assert all(0.9 < probability <= 1 for *_, probability in found)
    assert runs_of_roles(scores("O", "O"), ANSWERS) == runs_of_roles(scores(), ANSWERS) == []


def test_less_sure_of_outside_finds_more_roles_and_leaves_the_scores_alone() -> None:
    table = scores("O", "O")
    table[1, 1] = 4
    before = table.copy()
    assert runs_of_roles(table, ANSWERS) == []
    assert [run[:3] for run in runs_of_roles(table, ANSWERS, outside=-3)] == [(1, 2, "study")]
    assert np.array_equal(table, before)
