"""The published file in; how claims on food stand against the EU register of health claims, by kind of site, out."""

from collections.abc import Collection
from dataclasses import dataclass

from reports.frames import Row, report_rows
from reports.shares import Share
from reports.sources import cut
from reports.words import words
from warehouse.queries import Published

MOST_ABSENT = 200  # sentences on the page of the register: about 150 kB of HTML
BUILT_IN = (
    "eu_health_claims"  # the entries that come with claimtrace, next to all authorised; loaded lists bring refusals
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterStandings:
    """Claims that a food or supplement does good, by kind of site, commercial ones first, and what they met."""

    kinds: tuple[Row, ...]
    entry_count: int
    has_refusals: bool

    @property
    def claim_count(self) -> int:
        """All of them."""
        return sum(int(row["claim_count"]) for row in self.kinds)

    @property
    def absent(self) -> Share:
        """Those that no entry says."""
        return _absent(self.kinds)

    @property
    def commercial(self) -> Row | None:
        """The row of commercial sites, if any makes such a claim."""
        return next((row for row in self.kinds if row["publisher_kind"] == "commercial"), None)

    @property
    def commercial_absent(self) -> Share:
        """Those on commercial sites that no entry says."""
        return _absent([self.commercial] if self.commercial else [])

    @property
    def standings(self) -> tuple[str, ...]:
        """The standings that occur, in the order of the vocabulary."""
        known = (name for name in words()["register_standing"] if name != "not_a_food_claim")
        return tuple(name for name in known if any(row[f"{name}_count"] for row in self.kinds))


def register_standings(published: Published) -> RegisterStandings:
    """Read the counts; no claim on a food gives no kinds."""
    entries = {row["register"]: int(row["entry_count"]) for row in report_rows(published, "register_entries")}
    return RegisterStandings(
        kinds=tuple(report_rows(published, "register_counts")),
        entry_count=sum(entries.values()),
        has_refusals=bool(set(entries) - {BUILT_IN}),
    )


def absent_claims(published: Published, listed: Collection[str], most: int = MOST_ABSENT) -> tuple[Row, ...]:
    """The claims on commercial sites that no entry says, site by site; `listed` clusters have a page."""
    asked = {"listed_clusters": sorted(listed), "most": most}
    return tuple(row | {"text": cut(row["text"])} for row in report_rows(published, "register_claims", asked))


def _absent(kinds: Collection[Row]) -> Share:
    return Share(sum(int(row["not_in_register_count"]) for row in kinds), sum(int(row["claim_count"]) for row in kinds))
