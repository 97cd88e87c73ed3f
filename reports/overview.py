"""The published file in; what the report's first page and its site pages show, figures and charts, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from reports import frames
from reports.charts import PeriodCounts
from reports.evidence import Evidence, evidence
from reports.frames import GRADES, Row
from reports.periods import Unit, period_starts, trend_unit
from reports.shares import Share
from reports.words import words
from warehouse.queries import Published

MOST_SMALL_CHARTS = 12  # sites drawn beside each other on the first page; every site has its chart on its own page
MOST_RANKED_SITES = 12  # of each ranking on the first page; the list of sites has them all


@dataclass(frozen=True, slots=True)
class Trend:
    """Consecutive periods of one unit, all sites together and site by site (sites with most claims first)."""

    unit: Unit
    overall: tuple[PeriodCounts, ...]
    sites: Mapping[str, tuple[PeriodCounts, ...]]
    undated_claim_count: int
    impossible_claim_count: int


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """One site's row of the scorecard with its share of claims without a traceable source."""

    row: Row
    untraceable: Share
    is_ranked: bool

    @property
    def site(self) -> str:
        """The site's slug or host."""
        return str(self.row["site"])

    @property
    def unsourced(self) -> Share:
        """The claims for which nothing at all is offered."""
        return Share(int(self.row["none_count"]), int(self.row["claim_count"]))

    @property
    def has_links(self) -> bool:
        """Whether half of its articles or more hold a link: of others no share says what a reader could open."""
        return int(self.row["linkless_article_count"]) * 2 <= int(self.row["article_count"])


@dataclass(frozen=True, slots=True)
class RankedSites:
    """The sites in their order, worst first: those with links by what a reader cannot open, others by what has nothing.

    A page that came without its links looks as if none of its sources could be opened, so that sites of such pages
    would fill the top of one ranking. `few` have too few claims for a rank.
    """

    linked: tuple[SiteFigures, ...]
    bare: tuple[SiteFigures, ...]
    few: tuple[SiteFigures, ...]

    @property
    def site_count(self) -> int:
        """All of them."""
        return len(self.linked) + len(self.bare) + len(self.few)

    def first(self, most: int) -> "RankedSites":
        """The first of each ranking, and of those without a rank only where there is room left."""
        left = max(0, most - len(self.linked) - len(self.bare))
        return RankedSites(self.linked[:most], self.bare[:most], self.few[:left])


def _at_least(share: Share) -> float:
    return share.interval[0] if share.interval else 0.0


def ranked_sites(sites: Iterable[SiteFigures]) -> RankedSites:
    """The sites in their two rankings, by the lower end of the interval: 20 of 20 claims are no first place."""
    sites = tuple(sites)
    ranked = [figures for figures in sites if figures.is_ranked]
    linked = [figures for figures in ranked if figures.has_links]
    bare = [figures for figures in ranked if not figures.has_links]
    return RankedSites(
        linked=tuple(sorted(linked, key=lambda one: (-_at_least(one.untraceable), one.site))),
        bare=tuple(sorted(bare, key=lambda one: (-_at_least(one.unsourced), one.site))),
        few=tuple(figures for figures in sites if not figures.is_ranked),
    )


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """How many visits ended in one outcome, of how many addresses, and why (most first)."""

    outcome: str
    visit_count: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the first page shows."""

    counts: Row
    untraceable: Share
    trend: Trend | None
    sites: tuple[SiteFigures, ...]
    kinds: Mapping[str, Row]
    langs: tuple[Row, ...]
    evidence: Evidence
    citations: tuple[Row, ...]
    appeals: tuple[Row, ...]
    articles: tuple[Row, ...]
    outcomes: tuple[OutcomeFigures, ...]
    visit_count: int
    making: tuple[Row, ...]
    runs: Row


def overview(published: Published) -> Overview:
    """Read every figure of the first page; a file without articles gives zeros and no trend."""
    counts = frames.headline(published)
    outcomes = outcome_figures(frames.outcome_counts(published))
    return Overview(
        counts=counts,
        untraceable=Share(counts["claim_count"] - counts["traceable_count"], counts["claim_count"]),
        trend=trend(published),
        sites=tuple(site_figures(frames.site_ranking(published))),
        kinds=kind_figures(frames.support_by_kind(published)),
        langs=tuple(frames.report_rows(published, "support_by_lang")),
        evidence=evidence(published),
        citations=tuple(citation_figures(frames.citations_by_kind(published))),
        appeals=tuple(frames.rows(frames.vague_appeals(published))),
        articles=tuple(frames.rows(frames.top_articles(published))),
        outcomes=outcomes,
        visit_count=sum(figures.visit_count for figures in outcomes),
        making=tuple(frames.rows(frames.report_frame(published, "making"))),
        runs=frames.rows(frames.report_frame(published, "runs"))[0],
    )


def trend(published: Published) -> Trend | None:
    """The trend in the finest unit that stays readable; None if no claim has a date."""
    placed = frames.date_range(published)
    first, last = as_day(placed["first_published"]), as_day(placed["last_published"])
    if first is None or last is None:
        return None
    unit = trend_unit(first, last)
    starts = period_starts(first, last, unit)
    by_site = frames.site_trend(published, unit)
    # grouped as plain rows: to choose a site's from a frame takes 4 ms a site
    of_site = frames.grouped(frames.rows(by_site), "site")
    sizes = by_site.groupby("site")["claim_count"].sum().sort_values(ascending=False, kind="stable")
    return Trend(
        unit=unit,
        overall=period_counts(frames.rows(frames.overall_trend(by_site)), starts),
        sites={str(site): period_counts(of_site[site], starts) for site in sizes.index},
        undated_claim_count=int(placed["undated_claim_count"]),
        impossible_claim_count=int(placed["impossible_claim_count"]),
    )


def period_counts(found: Iterable[Row], starts: Iterable[date]) -> tuple[PeriodCounts, ...]:
    """One entry for each start, zeros where no row is of it."""
    known = {as_day(row["period"]): row for row in found}
    return tuple(
        PeriodCounts(start, {grade: int(known[start][f"{grade}_count"]) if start in known else 0 for grade in GRADES})
        for start in starts
    )


def as_day(value: Any) -> date | None:
    """A date from what pandas made of a DATE: None, a date, a datetime or a Timestamp."""
    if value is None:
        return None
    if isinstance(value, datetime):  # a Timestamp is one
        return value.date()
    if isinstance(value, date):
        return value
    raise TypeError(f"{value!r} is no day")


def site_figures(ranking: pd.DataFrame) -> Iterable[SiteFigures]:
    """The ranking's rows, in its order."""
    for row in frames.rows(ranking):
        share = Share(int(row["untraceable_count"]), int(row["claim_count"]))
        yield SiteFigures(row=row, untraceable=share, is_ranked=bool(row["is_ranked"]))


def kind_figures(frame: pd.DataFrame) -> dict[str, Row]:
    """The counts of every kind of claim by its name, zeros for a kind that does not occur."""
    known = {row["kind"]: row for row in frames.rows(frame)}
    nothing = dict.fromkeys(("claim_count", *frames.GRADE_COUNTS), 0)
    return {kind: known.get(kind, nothing) for kind in words()["claim_kind"]}


def citation_figures(frame: pd.DataFrame) -> list[Row]:
    """One row per kind of citation, most used first: its count, how many are traceable, its kinds of evidence."""
    figures: dict[str, Row] = {}
    for row in frames.rows(frame):
        kind = figures.setdefault(
            row["kind"], {"kind": row["kind"], "citation_count": 0, "traceable_count": 0, "evidence": []}
        )
        kind["citation_count"] += int(row["citation_count"])
        kind["traceable_count"] += int(row["traceable_count"])
        kind["evidence"].append((row["evidence"], int(row["citation_count"])))
    return sorted(figures.values(), key=lambda row: (-row["citation_count"], row["kind"]))


def outcome_figures(frame: pd.DataFrame) -> tuple[OutcomeFigures, ...]:
    """One entry per outcome, in the order of `vocabulary.toml` (what was read first), with five reasons."""
    visits: dict[str, int] = {}
    reasons: dict[str, list[tuple[str, int]]] = {}
    for row in frames.rows(frame):
        outcome, count = row["outcome"], int(row["visit_count"])
        visits[outcome] = visits.get(outcome, 0) + count
        if row["reason"]:
            reasons.setdefault(outcome, []).append((row["reason"], count))
    order = list(words()["outcome"])
    ordered = sorted(visits.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    return tuple(OutcomeFigures(outcome, count, tuple(reasons.get(outcome, [])[:5])) for outcome, count in ordered)
