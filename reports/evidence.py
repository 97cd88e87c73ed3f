"""The published file in; the ladder of evidence, how many claims stand on each rung, and who is cited, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reports.frames import Row, grouped, report_frame, rows
from reports.languages import word_texts
from reports.shares import Share
from warehouse.queries import Published

_FLAG_COUNTS = ("retracted_count", "self_cited_count", "second_hand_count", "preprint_count")
UNSPECIFIED = "unspecified"  # the lowest rung: a source, and nothing says of what kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of `warehouse/reference/evidence_levels.csv`; `ocebm_level` is None where OCEBM has no such rung."""

    level: str
    rank: int
    ocebm_level: int | None
    name: str
    reason: str
    example: str


@dataclass(frozen=True, slots=True)
class RungCount:
    """How many claims rest on one rung; `rung` is None for those for which nothing is offered."""

    rung: Rung | None
    claims: Share
    registry_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGrounds:
    """Claims by rung, all rungs and then those without a source, and how many of the claims have each flag."""

    rungs: tuple[RungCount, ...]
    retracted_count: int = 0
    self_cited_count: int = 0
    second_hand_count: int = 0
    preprint_count: int = 0

    @property
    def claim_count(self) -> int:
        """All claims."""
        return sum(count.claims.count for count in self.rungs)

    @property
    def registry_count(self) -> int:
        """The claims whose rung a registry gave."""
        return sum(count.registry_count for count in self.rungs)


@dataclass(frozen=True, slots=True)
class PublisherMix:
    """Whom articles cite: of the citations with an address those to each kind of publisher, most first."""

    kinds: tuple[tuple[str, Share], ...]
    addressed: Share  # of all citations
    self_cited: Share  # of the citations with an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the first page and the pages of sites show of sources; `retractions` is `retraction_figures.sql`'s row."""

    ladder: tuple[Rung, ...]
    overall: ClaimGrounds
    sites: Mapping[str, ClaimGrounds]
    mix: PublisherMix
    site_mixes: Mapping[str, PublisherMix]
    retractions: Row
    families: tuple[Row, ...] = field(default=())

    def grounds(self, site: str) -> ClaimGrounds:
        """The site's claims by rung, zeros for a site without claims."""
        return self.sites.get(site) or claim_grounds(self.ladder, [])

    def site_mix(self, site: str) -> PublisherMix:
        """Whom the site's articles cite, nobody where they cite nothing."""
        return self.site_mixes.get(site) or publisher_mix([])


def evidence(published: Published) -> Evidence:
    """Read the ladder and all counts; a file without claims gives zeros."""
    rungs = ladder(published)
    counts = rows(report_frame(published, "rung_counts"))
    mixes = rows(report_frame(published, "publisher_mix"))
    return Evidence(
        ladder=rungs,
        overall=claim_grounds(rungs, counts),
        sites={site: claim_grounds(rungs, of) for site, of in grouped(counts, "site").items()},
        mix=publisher_mix(mixes),
        site_mixes={site: publisher_mix(of) for site, of in grouped(mixes, "site").items()},
        retractions=rows(report_frame(published, "retraction_figures"))[0],
        families=tuple(rows(report_frame(published, "source_families"))),
    )


def ladder(published: Published) -> tuple[Rung, ...]:
    """The rungs, the best first."""
    return tuple(
        Rung(
            level=row["level"],
            rank=int(row["rank"]),
            ocebm_level=None if row["ocebm_level"] is None else int(row["ocebm_level"]),
            name=word_texts("rung", row["level"]).get("label", row["name"]),
            reason=word_texts("rung", row["level"]).get("meaning", row["reason"]),
            example=row["example"],
        )
        for row in rows(report_frame(published, "ladder"))
    )


def claim_grounds(rungs: Iterable[Rung], counts: Iterable[Row]) -> ClaimGrounds:
    """Counts of `rung_counts.sql` (of one site, or of several together) on the ladder."""
    counts = list(counts)
    totals = {column: sum(int(row[column]) for row in counts) for column in _FLAG_COUNTS}
    claims: dict[str | None, int] = {}
    by_registry: dict[str | None, int] = {}
    for row in counts:
        claims[row["level"]] = claims.get(row["level"], 0) + int(row["claim_count"])
        by_registry[row["level"]] = by_registry.get(row["level"], 0) + int(row["registry_count"])
    return ClaimGrounds(rungs=rung_counts(rungs, claims, by_registry), **totals)


def rung_counts(
    rungs: Iterable[Rung], claims: Mapping[str | None, int], by_registry: Mapping[str | None, int]
) -> tuple[RungCount, ...]:
    """Claims by level (None: without a source) as one count a rung, in the ladder's order, those without a source last.

    `by_registry` is how many of them a registry placed.
    """
    total = sum(claims.values())
    placed = [(rung, rung.level) for rung in rungs]
    return tuple(
        RungCount(rung, Share(claims.get(level, 0), total), by_registry.get(level, 0))
        for rung, level in [*placed, (None, None)]
    )


def publisher_mix(counts: Iterable[Row]) -> PublisherMix:
    """Counts of `publisher_mix.sql` (of one site, or of several together), added up by kind."""
    kinds: dict[str, int] = {}
    own = 0
    for row in counts:
        kinds[row["publisher_kind"]] = kinds.get(row["publisher_kind"], 0) + int(row["citation_count"])
        own += int(row["self_citation_count"])
    total = sum(kinds.values())
    # what has no address is no publisher, and is mostly so much that a share of all would say 0 % of every kind
    addressed = total - kinds.pop("none", 0)
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    return PublisherMix(
        kinds=tuple((kind, Share(count, addressed)) for kind, count in ordered),
        addressed=Share(addressed, total),
        self_cited=Share(own, addressed),
    )
