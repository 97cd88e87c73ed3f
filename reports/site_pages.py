"""The published file in; what a site's page shows beside its scorecard: weeks, disclosures, edits, articles, out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from reports.frames import Row, grouped, report_query, report_rows
from reports.shares import Share
from warehouse.queries import Published

MOST_EDITS = 20  # of one site, on its page
MOST_WEEKS = 26  # half a year of crawls on a site's page
ARTICLES_A_PAGE = 250  # a list of 250 rows is about 200 kB of HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What is known of one site beside its scorecard; all empty for a site that was not crawled by us."""

    weeks: tuple[Row, ...] = ()
    disclosures: tuple[Row, ...] = ()
    edits: tuple[Row, ...] = ()
    gaps: dict[int, int] = field(default_factory=dict)

    @property
    def bold(self) -> Share:
        """The claims that speak more surely than their best evidence allows, of those that were held against it."""
        return Share(sum(count for gap, count in self.gaps.items() if gap), sum(self.gaps.values()))

    @property
    def seen(self) -> Share:
        """The addresses that were seen, of those that were asked for in all weeks."""
        return Share(
            sum(int(row["seen_count"]) for row in self.weeks), sum(int(row["asked_count"]) for row in self.weeks)
        )


def site_records(published: Published) -> dict[str, SiteRecord]:
    """What is known of each site, by site."""
    weeks = grouped(report_rows(published, "site_coverage"), "site")
    disclosures = grouped(report_rows(published, "site_disclosures"), "site")
    edits = grouped(report_rows(published, "site_edits", {"most": MOST_EDITS}), "site")
    gaps = grouped(report_rows(published, "gap_counts"), "site")
    return {
        site: SiteRecord(
            weeks=tuple(weeks.get(site, ())),
            disclosures=tuple(disclosures.get(site, ())),
            edits=tuple(edits.get(site, ())),
            gaps={int(row["gap"]): int(row["claim_count"]) for row in gaps.get(site, ())},
        )
        for site in {*weeks, *disclosures, *edits, *gaps}
    }


def all_gaps(records: dict[str, SiteRecord]) -> dict[int, int]:
    """The claims by gap, all sites together; every gap from 0 to 3 has its count."""
    gaps = dict.fromkeys(range(4), 0)
    for record in records.values():
        for gap, count in record.gaps.items():
            gaps[gap] = gaps.get(gap, 0) + count
    return gaps


def articles_of_sites(published: Published) -> Iterator[tuple[str, list[Row]]]:
    """Every site with its articles, the newest first: one site in memory at a time."""
    for site, articles in groupby(
        published.stream(report_query("all_articles"), {"by_site": True}), key=lambda row: row["site"]
    ):
        yield site, list(articles)
