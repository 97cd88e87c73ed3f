"""Scores of the joint model in; spans of tokens out: the likeliest tags that make whole spans."""

import itertools
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Scores2d = NDArray[np.float32]

# A token that is outside with this probability is not looked at: nine in ten, and the search is the slow part.
_SURELY_OUTSIDE = 0.98


def decoded_spans(scores: Scores2d, answers: Sequence[str], outside: float = 0.0) -> list[tuple[int, int, str, float]]:
    """Spans of tokens, half open, in order: (first, after, label, probability). None overlap.

    scores: (n, answers) log-odds; `answers` are "O", "B-label", "I-label", where an I- goes on its own label only.
    outside: added to the score of "O"; below 0 finds more. The probability is the mean of its tokens' for the label.
    """
    if not len(scores):
        return []
    shifted = scores.astype(np.float64)
    shifted[:, 0] += outside
    shifted -= shifted.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    open_tokens = np.flatnonzero(logs[:, 0] < np.log(_SURELY_OUTSIDE))
    found = []
    for first, after in _runs(open_tokens):
        tags = _likeliest(logs[first:after], _forbidden(tuple(answers)))
        for start, end, label in _spans(tags, answers):
            columns = [i for i, answer in enumerate(answers) if answer[2:] == label and answer != "O"]
            probability = float(np.exp(logs[first + start : first + end, columns]).sum(axis=1).mean())
            found.append((first + start, first + end, label, probability))
    return found


def runs_of_roles(scores: Scores2d, answers: Sequence[str], outside: float = 0.0) -> list[tuple[int, int, str, float]]:
    """Neighbouring tokens whose likeliest role is the same: (first, after, role, probability), in order.

    As `decoded_spans`, but where one role's spans touch they are one: nobody asks here where the next agent begins.
    """
    if not len(scores):
        return []
    shifted = scores.copy()
    shifted[:, 0] += outside
    shares = np.exp(shifted - shifted.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    roles = list(dict.fromkeys(answer[2:] for answer in answers))  # "" is outside
    by_role = np.stack(
        [shares[:, [i for i, a in enumerate(answers) if a[2:] == role]].sum(axis=1) for role in roles], axis=1
    )
    likeliest = by_role.argmax(axis=1)
    bounds = [0, *(np.flatnonzero(np.diff(likeliest)) + 1).tolist(), len(scores)]
    return [
        (first, after, roles[likeliest[first]], float(by_role[first:after, likeliest[first]].mean()))
        for first, after in itertools.pairwise(bounds)
        if roles[likeliest[first]]
    ]


def _runs(indices: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Half open runs of neighbours: [3, 4, 7] → (3, 5), (7, 8)."""
    for run in np.split(indices, np.flatnonzero(np.diff(indices) > 1) + 1):
        if len(run):
            yield int(run[0]), int(run[-1]) + 1


@cache
def _forbidden(answers: tuple[str, ...]) -> NDArray[np.float64]:
    """(before, after): minus infinity where an I- does not go on its own label."""
    steps = np.zeros((len(answers), len(answers)))
    for j, answer in enumerate(answers):
        if answer.startswith("I-"):
            steps[[i for i, before in enumerate(answers) if before == "O" or before[2:] != answer[2:]], j] = -np.inf
    return steps


def _likeliest(logs: NDArray[np.float64], steps: NDArray[np.float64]) -> list[int]:
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
