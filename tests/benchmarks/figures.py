"""What a benchmark measures: a figure with its spread, and how rounds of work and floor give one."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `low` and `high` are the extremes of its rounds, which is the noise that it is told with.

    unit: what it is a share or a multiple of, as "of lxml's speed". goal: what it should reach; None for none.
    more_is_better: False for costs. missing: why there is no value.
    """

    stage: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    goal: float | None = None
    more_is_better: bool = True
    missing: str | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None where there is no goal or no value."""
        if self.goal is None or self.value is None:
            return None
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal

    def as_json(self) -> dict[str, Any]:
        """The figure as a line of a results file has it."""
        return asdict(self)


def figure_of(told: Mapping[str, Any]) -> Figure:
    """A figure from a line of a results file."""
    return Figure(**told)


def summed_up(stage: str, name: str, rounds: Sequence[float], unit: str, **more: Any) -> Figure:
    """The figure of several rounds' values: their median, with the least and the most of them."""
    values = [round(value, 4) for value in rounds]
    return Figure(stage, name, statistics.median(values), min(values), max(values), unit, **more)


def not_measured(stage: str, name: str, why: str) -> Figure:
    """A figure that could not be had, and why."""
    return Figure(stage, name, None, None, None, "", missing=why)


def interleaved(works: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Processor seconds of each work in each round, after one round that warms caches.

    The works take turns within a round, so that what else the machine does weighs on all of them alike.
    """
    spent: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            started = time.process_time()
            work()
            if number:
                spent[name].append(time.process_time() - started)
    return spent


def ratios(floor: Sequence[float], ours: Sequence[float]) -> list[float]:
    """Our speed as a share of the floor's, round by round."""
    return [bare / own for bare, own in zip(floor, ours, strict=True)]
