"""Outcomes of addresses without a WARC record in, JSON lines beside the WARC file out; and back."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from spiders.companions import companion_path
from transforms.records import Outcome, OutcomeKind

KINDS = frozenset(get_args(OutcomeKind))


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedOutcomes:
    """A fetch log as it was read; `torn_lines` counts lines that are no outcome, such as a killed crawl's last."""

    outcomes: tuple[Outcome, ...]
    torn_lines: int


def fetch_log_path(warc: Path) -> Path:
    """Return where the fetch log of a WARC file lies, open or finished: `<run_id>.fetches.jsonl` beside it."""
    return companion_path(warc, "fetches.jsonl")


def outcome_line(outcome: Outcome) -> str:
    """Return an outcome as a line of a fetch log, its line end included. It has no page, and so no reviews."""
    told = {name: value for name, value in asdict(outcome).items() if name != "claim_reviews"}
    return json.dumps({**told, "at": outcome.at.isoformat()}, ensure_ascii=False) + "\n"


class FetchLog:
    """A fetch log being written, one line an outcome, each flushed so that a killed crawl leaves whole lines."""

    def __init__(self, path: Path) -> None:
        """Open a new log. Raises FileExistsError where there is one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("x", encoding="utf-8")
        self.counts: Counter[str] = Counter()

    def write(self, outcome: Outcome) -> None:
        """Append one outcome."""
        self._file.write(outcome_line(outcome))
        self._file.flush()
        self.counts[outcome.outcome] += 1

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_fetch_log(path: Path) -> FetchedOutcomes:
    """Return the outcomes of a fetch log; none where there is no such file (a foreign WARC has none)."""
    outcomes: list[Outcome] = []
    torn = 0
    if path.exists():
        for line in path.read_bytes().splitlines():
            try:
                values = json.loads(line)
                outcome = Outcome(**{**values, "at": datetime.fromisoformat(values["at"])})
                if outcome.outcome not in KINDS or outcome.at.tzinfo is None or not isinstance(outcome.url, str):
                    raise ValueError(line)
            except (ValueError, TypeError, KeyError, RecursionError):
                torn += 1
            else:
                outcomes.append(outcome)
    return FetchedOutcomes(outcomes=tuple(outcomes), torn_lines=torn)
