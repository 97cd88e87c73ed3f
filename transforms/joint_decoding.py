"""Scores of the joint model in; spans of tokens out: the likeliest tags that make whole spans."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Scores2d = NDArray[np.float32]

# A token that is outside with this probability is not looked at: nine in ten, and the search is the slow part.
_SURELY_OUTSIDE = 0.98
# Less probable answers are all alike: no logarithm of 0.
_LEAST = 1e-30


def decoded_spans(scores: Scores2d, answers: Sequence[str], outside: float = 0.0) -> list[tuple[int, int, str, float]]:
    """Spans of tokens, half open, in order: (first, after, label, probability). None overlap.

    scores: (n, answers) log-odds; `answers` are "O", "B-label", "I-label", where an I- goes on its own label only.
    outside: added to the score of "O"; below 0 finds more. The probability is the mean of its tokens' for the label.
    """
    if not len(scores):
        return []
    shares = _shares(scores, outside)
    open_tokens = np.flatnonzero(shares[:, 0] < _SURELY_OUTSIDE)
    outside_is_best = shares.argmax(axis=1) == 0
    found = []
    for first, after in _runs(open_tokens):
        if outside_is_best[first:after].all():  # then so is the path that is outside all along
            continue
        tags = _likeliest(np.log(np.maximum(shares[first:after], _LEAST)), _forbidden(tuple(answers)))
        for start, end, label in _spans(tags, answers):
            columns = _columns(tuple(answers))[label]
            probability = float(shares[first + start : first + end, columns].sum(axis=1).mean())
            found.append((first + start, first + end, label, probability))
    return found


def runs_of_roles(scores: Scores2d, answers: Sequence[str], outside: float = 0.0) -> list[tuple[int, int, str, float]]:
    """Neighbouring tokens whose likeliest role is the same: (first, after, role, probability), in order.

    As `decoded_spans`, but where one role's spans touch they are one: nobody asks here where the next agent begins.
    """
    if not len(scores):
        return []
    shares = _shares(scores, outside)
    columns = _columns(tuple(answers))
    roles = ["", *columns]  # "" is outside
    by_role = np.stack([shares[:, 0], *(shares[:, of_role].sum(axis=1) for of_role in columns.values())], axis=1)
    likeliest = by_role.argmax(axis=1)
    starts = np.append(0, np.flatnonzero(np.diff(likeliest)) + 1)
    lengths = np.diff(starts, append=len(scores))
    means = np.add.reduceat(by_role[np.arange(len(scores)), likeliest], starts) / lengths
    runs = zip(starts.tolist(), lengths.tolist(), likeliest[starts].tolist(), means.tolist(), strict=True)
    return [(first, first + length, roles[role], mean) for first, length, role, mean in runs if role]


def _shares(scores: Scores2d, outside: float) -> Scores2d:
    """The probability of each answer, (n, answers)."""
    shares: Scores2d = scores - scores.max(axis=1, keepdims=True)
    shares[:, 0] += outside
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


@cache
def _columns(answers: tuple[str, ...]) -> dict[str, list[int]]:
    """The columns of each label."""
    labels = dict.fromkeys(answer[2:] for answer in answers if answer != "O")
    return {label: [i for i, answer in enumerate(answers) if answer[2:] == label] for label in labels}


def _runs(indices: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Half open runs of neighbours: [3, 4, 7] → (3, 5), (7, 8)."""
    for run in np.split(indices, np.flatnonzero(np.diff(indices) > 1) + 1):
        if len(run):
            yield int(run[0]), int(run[-1]) + 1


@cache
def _forbidden(answers: tuple[str, ...]) -> NDArray[np.floating]:
    """(before, after): minus infinity where an I- does not go on its own label."""
    steps = np.zeros((len(answers), len(answers)))
    for j, answer in enumerate(answers):
        if answer.startswith("I-"):
            steps[[i for i, before in enumerate(answers) if before == "O" or before[2:] != answer[2:]], j] = -np.inf
    return steps


def _likeliest(logs: NDArray[np.floating], steps: NDArray[np.floating]) -> list[int]:
    """The tags of a run with the highest sum (Viterbi); before the run stands "O"."""
    best = steps[0] + logs[0]
    came_from = np.zeros(logs.shape, dtype=np.int64)
    for n in range(1, len(logs)):
        reached = best[:, None] + steps
        came_from[n] = reached.argmax(axis=0)
        best = reached.max(axis=0) + logs[n]
    tags = [int(best.argmax())]
    for n in range(len(logs) - 1, 0, -1):
        tags.append(int(came_from[n, tags[-1]]))
    return tags[::-1]


def _spans(tags: Sequence[int], answers: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start = None
    for n, tag in enumerate([*tags, 0]):
        if start is not None and not answers[tag].startswith("I-"):
            yield start, n, answers[tags[start]][2:]
            start = None
        if answers[tag].startswith("B-"):
            start = n
