"""The published file in; a page for each concept that claims name, with what is said to act on what, out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reports.charts import PeriodCounts
from reports.digests import row_digests
from reports.frames import GRADES, Row, grouped, report_rows
from reports.periods import EARLIEST, Unit
from reports.sources import cut
from reports.words import vocabulary
from warehouse.queries import Published

MOST_CLAIMS = 40  # sentences on one page
MOST_RELATIONS = 60  # rows of one table


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """All that a topic's page shows: its row of `concept_counts.sql`, what it acts on, what acts on it, who says so."""

    row: Row
    acts_on: tuple[Row, ...]
    acted_on_by: tuple[Row, ...]
    periods: tuple[PeriodCounts, ...]
    claims: tuple[Row, ...]


def topic_rows(published: Published) -> tuple[Row, ...]:
    """Every concept that a claim names, most claims first."""
    return tuple(report_rows(published, "concept_counts"))


def topic_groups(topics: tuple[Row, ...]) -> dict[str, tuple[Row, ...]]:
    """The topics by group of concepts, in the order of `vocabulary.toml`; a group without any is left out."""
    grouped = {
        group: tuple(row for row in topics if row["concept_group"] == group) for group in vocabulary()["concept_group"]
    }
    return {group: rows for group, rows in grouped.items() if rows}


def topic_digests(published: Published, unit: Unit | None, listed: Collection[str]) -> dict[str, str]:
    """A digest of the rows that each topic's page is made of beside its own row, by concept."""
    queries = [("concept_relations", "agent_concept"), ("concept_relations", "target_concept")]
    queries += [("concept_claims", "concept_id"), *([("concept_trend", "concept_id")] if unit else [])]
    return row_digests(published, queries, {"listed_clusters": sorted(listed), **_asked(unit)})


def topic_pages(
    published: Published, topics: Sequence[Row], unit: Unit | None, listed: Collection[str]
) -> Iterator[TopicPage]:
    """The pages of the topics, in their order; without a unit there is no trend. `listed` clusters have a page."""
    if not topics:
        return
    relations = report_rows(published, "concept_relations")
    acts, acted = grouped(relations, "agent_concept"), grouped(relations, "target_concept")
    asked = {"ids": [row["concept_id"] for row in topics], "listed_clusters": sorted(listed), **_asked(unit)}
    trends = grouped(report_rows(published, "concept_trend", asked), "concept_id") if unit else {}
    claims = grouped(report_rows(published, "concept_claims", asked), "concept_id")
    for row in topics:
        concept = row["concept_id"]
        yield TopicPage(
            row=row,
            acts_on=tuple(acts.get(concept, [])[:MOST_RELATIONS]),
            acted_on_by=tuple(acted.get(concept, [])[:MOST_RELATIONS]),
            periods=tuple(_period(one) for one in trends.get(concept, [])),
            claims=tuple(one | {"text": cut(one["text"])} for one in claims.get(concept, [])),
        )


def _asked(unit: Unit | None) -> Row:
    return {"most": MOST_CLAIMS, "unit": unit, "earliest": EARLIEST}


def _period(row: Row) -> PeriodCounts:
    start: date = row["period"]
    return PeriodCounts(start, {grade: int(row[f"{grade}_count"]) for grade in GRADES})
