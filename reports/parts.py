"""What all pages share, and what those of one language do, as values that are handed from page to page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reports.articles import article_digests
from reports.changes import Changes
from reports.claims import claim_digests
from reports.frames import Row
from reports.links import file_stem
from reports.overview import Overview
from reports.page_folder import LanguagePages
from reports.periods import Unit
from reports.register_standings import RegisterStandings, register_standings
from reports.site_pages import SiteRecord, site_records
from reports.sources import ListedSource, source_digests
from reports.topics import topic_digests, topic_rows
from warehouse.queries import Published


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is read once, in however many languages it is told."""

    data: Published
    unit: Unit | None  # of the trend
    stems: dict[str, str]
    listed_sources: frozenset[str]  # the ids of those that have a page
    listed_claims: frozenset[str]  # the clusters that have one

    @cached_property
    def topics(self) -> tuple[Row, ...]:
        """Every concept that a claim names, most claims first."""
        return topic_rows(self.data)

    @cached_property
    def records(self) -> dict[str, SiteRecord]:
        """What is known of each site beside its scorecard, by site."""
        return site_records(self.data)

    @cached_property
    def register(self) -> RegisterStandings:
        """How claims on food stand against the EU register."""
        return register_standings(self.data)

    @cached_property
    def odd_stems(self) -> list[tuple[str, str]]:
        """The sites whose file does not have the name that their own name gives: another has it."""
        return sorted((site, stem) for site, stem in self.stems.items() if stem != file_stem(site))

    @cached_property
    def topic_digests(self) -> dict[str, str]:
        """What each topic's page is made of, by concept."""
        return topic_digests(self.data, self.unit, self.listed_claims)

    @cached_property
    def claim_digests(self) -> dict[str, str]:
        """What each claim's page is made of, by cluster."""
        return claim_digests(self.data, self.listed_claims)

    @cached_property
    def source_digests(self) -> dict[str, str]:
        """What each source's page is made of, by source."""
        return source_digests(self.data, self.listed_sources)

    @cached_property
    def article_digests(self) -> dict[str, str]:
        """What each article's page is made of, by article."""
        return article_digests(self.data, self.listed)

    @property
    def listed(self) -> Row:
        """The parameters of queries that say of sources and clusters whether they have a page."""
        return {"listed_sources": sorted(self.listed_sources), "listed_clusters": sorted(self.listed_claims)}


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Where the pages of one language go, and what several of them show."""

    facts: Facts
    pages: LanguagePages
    shown: Overview
    sources: tuple[ListedSource, ...]
    claims: tuple[Row, ...]
    figures: dict[str, Any]
    changes: Changes | None
    address: str
    contact: str

    @property
    def data(self) -> Published:
        """The open file."""
        return self.facts.data

    @property
    def stems(self) -> dict[str, str]:
        """The name of each site's files."""
        return self.facts.stems

    @property
    def listed_sources(self) -> frozenset[str]:
        """The ids of the sources that have a page."""
        return self.facts.listed_sources

    @property
    def listed_claims(self) -> frozenset[str]:
        """The ids of the clusters of claims that have a page."""
        return self.facts.listed_claims

    @property
    def topics(self) -> tuple[Row, ...]:
        """Every concept that a claim names, most claims first."""
        return self.facts.topics

    @property
    def records(self) -> dict[str, SiteRecord]:
        """What is known of each site beside its scorecard, by site."""
        return self.facts.records

    @cached_property
    def rising(self) -> tuple[Row, ...]:
        """The listed claims that rise, the furthest above their own past first."""
        rising = [row for row in self.claims if row["z"] is not None]
        return tuple(sorted(rising, key=lambda row: (-row["z"], -row["recent_count"], row["cluster_id"])))
