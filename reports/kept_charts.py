"""A chart's spec in; its drawing, kept from the report before where that had the same chart, out.

The first chart of a process takes half a second, since Vega starts with it, and each one some 40 ms. A changed article
changes the first page, and with it at most three of its thirty charts.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path

NAME = ".charts.json"
MOST_KEPT = 400  # about 2 MB: those of the first page and of the sites that changed last


class KeptCharts:
    """The drawings of the report before, and those that this one asked for."""

    def __init__(self, before: dict[str, str]) -> None:
        """Begin with the drawings that there were."""
        self.before = before
        self.asked: dict[str, str] = {}

    def drawn(self, spec: str, draw: Callable[[str], str]) -> str:
        """The drawing of a spec; `spec` has all that it hangs on."""
        key = sha256(spec.encode()).hexdigest()[:24]
        if key not in self.asked:
            self.asked[key] = self.before.get(key) or draw(spec)
        return self.asked[key]

    def to_keep(self) -> dict[str, str]:
        """Those asked for now, then those of before, as many as are kept."""
        return dict(list({**self.asked, **self.before}.items())[:MOST_KEPT])


_current: ContextVar[KeptCharts | None] = ContextVar("charts", default=None)


@contextmanager
def keeping_charts(standing: Path, building: Path) -> Iterator[None]:
    """Inside, charts of the report that stands are not drawn again, and those of this one are kept beside its pages."""
    try:
        told = json.loads((standing / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {}
    charts = KeptCharts(told if isinstance(told, dict) else {})
    token = _current.set(charts)
    try:
        yield
    finally:
        _current.reset(token)
    (building / NAME).write_text(json.dumps(charts.to_keep()), encoding="utf-8")


def drawn(spec: str, draw: Callable[[str], str]) -> str:
    """The drawing of a spec, by `draw` unless it is kept."""
    charts = _current.get()
    return draw(spec) if charts is None else charts.drawn(spec, draw)
