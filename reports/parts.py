"""What the pages of one language share, as one value that is handed from page to page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reports.changes import Changes
from reports.frames import Row
from reports.overview import Overview
from reports.page_folder import LanguagePages
from reports.site_pages import SiteRecord, site_records
from reports.sources import ListedSource
from reports.topics import topic_rows
from warehouse.queries import Published


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The open file, where pages go, and what several pages show."""

    data: Published
    pages: LanguagePages
    shown: Overview
    stems: dict[str, str]
    sources: tuple[ListedSource, ...]
    claims: tuple[Row, ...]
    figures: dict[str, Any]
    changes: Changes | None
    address: str

    @cached_property
    def listed_sources(self) -> frozenset[str]:
        """The ids of the sources that have a page."""
        return frozenset(source.source_id for source in self.sources)

    @cached_property
    def listed_claims(self) -> frozenset[str]:
        """The ids of the clusters of claims that have a page."""
        return frozenset(row["cluster_id"] for row in self.claims)

    @cached_property
    def topics(self) -> tuple[Row, ...]:
        """Every concept that a claim names, most claims first."""
        return topic_rows(self.data)

    @cached_property
    def records(self) -> dict[str, SiteRecord]:
        """What is known of each site beside its scorecard, by site."""
        return site_records(self.data)

    @cached_property
    def rising(self) -> tuple[Row, ...]:
        """The listed claims that rise, the furthest above their own past first."""
        rising = [row for row in self.claims if row["z"] is not None]
        return tuple(sorted(rising, key=lambda row: (-row["z"], -row["recent_count"], row["cluster_id"])))
