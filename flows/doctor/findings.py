"""The form of all that the doctor finds: what it is, where, and what sets it right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it should be.

    `kind` is a word for scripts (`dead_run`), `what` a sentence for people. `remedy` says what `--fix` does where
    `mend` is given, else what a person is to do. `is_wrong` is False for work that the next run does by itself.
    """

    kind: str
    what: str
    remedy: str
    place: Path | None = None
    is_wrong: bool = True
    mend: Callable[[], object] | None = field(default=None, compare=False)

    @property
    def is_mendable(self) -> bool:
        """Whether `--fix` sets it right."""
        return self.mend is not None

    def as_json(self) -> dict[str, Any]:
        """The finding as `doctor --json` prints it."""
        return {
            "kind": self.kind,
            "what": self.what,
            "remedy": self.remedy,
            "place": str(self.place) if self.place else None,
            "is_wrong": self.is_wrong,
            "is_mendable": self.is_mendable,
        }
