"""The published file in; the claims that get a page, each a cluster of sentences that say the same, out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.digests import row_digests
from reports.frames import Row, grouped, report_rows
from reports.sources import LONGEST_SENTENCE, cut
from warehouse.queries import Published

# A claim that one article makes is read there; of those that several make, this many have a page. One that has had a
# page keeps it as long as it is there, so that its address holds.
MOST_PAGES = 3_000
MOST_CLAIMS = 100  # sentences on one page: about 60 kB of HTML
CLAIMS_AT_ONCE = 500
CLAIMS_A_LIST = 200
_ABOUT = ("spread", "sites", "register", "reviews", "opposites")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """All that a claim's page shows: its row of `listed_clusters.sql`, its sentences, and the rows about it."""

    row: Row
    claims: tuple[Row, ...]
    spread: tuple[Row, ...]
    sites: tuple[Row, ...]
    register: tuple[Row, ...]
    reviews: tuple[Row, ...]
    opposites: tuple[Row, ...]


def listed_claims(published: Published, kept: Sequence[str], most: int = MOST_PAGES) -> tuple[Row, ...]:
    """The clusters that get a page, the most widely made first; `kept` are those that had one."""
    listed = report_rows(published, "listed_clusters", {"kept": list(kept), "most": most})
    return tuple(row | {"example": cut(row["example"])} for row in listed)


def claim_digests(published: Published, listed: Collection[str]) -> dict[str, str]:
    """A digest of the rows that each claim's page is made of beside its own row, by cluster; `listed` have a page."""
    queries = [(f"cluster_{name}", "cluster_id") for name in ("claims", *_ABOUT)]
    asked = {"ids": sorted(listed), "most": MOST_CLAIMS, "listed_clusters": sorted(listed)}
    return row_digests(published, queries, asked)


def claim_pages(
    published: Published, wanted: Sequence[Row], listed: Collection[str], at_once: int = CLAIMS_AT_ONCE
) -> Iterator[ClaimPage]:
    """The pages of the claims, in their order, read `at_once` at a time; `listed` are all clusters that have one."""
    for first in range(0, len(wanted), at_once):
        batch = wanted[first : first + at_once]
        asked = {
            "ids": [row["cluster_id"] for row in batch],
            "most": MOST_CLAIMS,
            "listed_clusters": sorted(listed),
        }
        claims = _of_clusters(published, "cluster_claims", asked)
        about = {name: _of_clusters(published, f"cluster_{name}", asked) for name in _ABOUT}
        for row in batch:
            of = {name: tuple(found.get(row["cluster_id"], ())) for name, found in about.items()}
            said = tuple(one | {"text": cut(one["text"])} for one in claims.get(row["cluster_id"], ()))
            yield ClaimPage(row=row, claims=said, **of)


def _of_clusters(published: Published, name: str, params: Mapping[str, Any]) -> dict[str, list[Row]]:
    return grouped(report_rows(published, name, params), "cluster_id")


def contradictions(published: Published) -> tuple[Row, ...]:
    """One row per pair of concepts that some affirm and others deny, the most widely made first."""
    return tuple(report_rows(published, "contradictions"))


def shortened(text: str, longest: int = 160) -> str:
    """A sentence for a list or a title."""
    return cut(text, min(longest, LONGEST_SENTENCE))
