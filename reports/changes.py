"""The figures of the report before and of this one in; what changed between them, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reports.frames import Row, report_rows
from reports.shares import Share
from warehouse.queries import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since the report before: its day, the share then, and what came and went."""

    since: str  # the day to which its data went
    then: Share
    now: Share
    claim_count: int  # how many more claims there are: negative where some went
    site_count: int
    found: Row  # the row of `changed_since.sql`

    @property
    def is_clear(self) -> bool:
        """Whether the two intervals lie apart: a difference that chance alone would hardly make."""
        then, now = self.then.interval, self.now.interval
        return then is not None and now is not None and (now[0] > then[1] or now[1] < then[0])

    @property
    def direction(self) -> str:
        """`up`, `down` or `same` as far as it is clear, else `unclear`."""
        # as it is shown: "from 96.1 % to 96.1 %" tells nobody anything
        if self.then.percent == self.now.percent:
            return "same"
        if not self.is_clear:
            return "unclear"
        return "up" if (self.now.value or 0) > (self.then.value or 0) else "down"


def figures(counts: Row, last_loaded: datetime | None) -> dict[str, Any]:
    """What a report writes down of itself for the one after it."""
    return {
        "last_loaded": None if last_loaded is None else last_loaded.isoformat(),
        "claim_count": counts["claim_count"],
        "traceable_count": counts["traceable_count"],
        "article_count": counts["article_count"],
        "site_count": counts["site_count"],
    }


def figures_before(marker: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any] | None:
    """The figures to compare with: those of the report that stands, unless it was built on the same load. Then those
    that it compared itself with, so that building twice says the same."""
    standing = marker.get("figures")
    if not isinstance(standing, dict):
        return None
    return marker.get("before") if standing == dict(now) else standing


def changes(published: Published, before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> Changes | None:
    """What changed since; None where there is nothing to compare with."""
    if not before or not before.get("last_loaded"):
        return None
    since = datetime.fromisoformat(before["last_loaded"])
    (found,) = report_rows(published, "changed_since", {"since": since})
    return Changes(
        since=since.date().isoformat(),
        then=_untraceable(before),
        now=_untraceable(now),
        claim_count=now["claim_count"] - before["claim_count"],
        site_count=now["site_count"] - before["site_count"],
        found=found,
    )


def _untraceable(told: Mapping[str, Any]) -> Share:
    return Share(told["claim_count"] - told["traceable_count"], told["claim_count"])
